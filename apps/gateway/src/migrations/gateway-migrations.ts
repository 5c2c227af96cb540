import { keptTextsTable, type Migration } from '#platform/database';

export const gatewaySchema = 'gateway';
export const routerModelsTable = 'gateway.router_models';

export const gatewayMigrations: readonly Migration[] = [
  {
    at: 1795374100000,
    name: 'create-api-keys',
    sql: `
      CREATE TABLE gateway.api_keys (
        id text PRIMARY KEY,
        name text NOT NULL,
        key_hash text NOT NULL UNIQUE,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        revoked_at timestamptz
      );`,
  },
  {
    at: 1795374200000,
    name: 'create-assistants',
    sql: `
      CREATE TABLE gateway.assistants (
        id text PRIMARY KEY,
        version text NOT NULL,
        manifest jsonb NOT NULL,
        manifest_hash text NOT NULL,
        announced_at timestamptz NOT NULL DEFAULT now()
      );`,
  },
  {
    at: 1795374300000,
    name: 'create-router-models',
    sql: `
      CREATE TABLE gateway.router_models (
        fingerprint text PRIMARY KEY,
        model jsonb NOT NULL,
        learned_at timestamptz NOT NULL DEFAULT now()
      );`,
  },
  {
    at: 1795391000000,
    name: 'keep-router-models-in-parts',
    sql: `DROP TABLE gateway.router_models; ${keptTextsTable(routerModelsTable)}`,
  },
  {
    at: 1795395000000,
    name: 'create-cached-answers',
    sql: `
      CREATE TABLE gateway.cached_answers (
        key text COLLATE "C" PRIMARY KEY,
        knowledge text NOT NULL,
        answer text NOT NULL,
        kept_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX cached_answers_newest ON gateway.cached_answers (kept_at);`,
  },
  {
    at: 1795410000000,
    name: 'find-answers-by-knowledge',
    sql: 'CREATE INDEX cached_answers_knowledge ON gateway.cached_answers (knowledge);',
  },
];
