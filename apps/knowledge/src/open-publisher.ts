import {
  embedderOf,
  embeddingBudgetOf,
  openLedger,
  type EmbedderSettings,
  type OpenLedger,
  type SpendingLedger,
} from '#ai';
import type { Club } from '#contracts';
import { PostgresEventStore } from '#event-store';
import { createDatabase, type Database } from '#platform/database';
import { GuardedEmbedder } from './embedding/guarded-embedder.js';
import { Indexer } from './index-sops/index-sop.js';
import { lexicon } from './language/lexicon.js';
import type { Publisher } from './publish-sop/publish-sop.js';
import { SopStore } from './storage/sop-store.js';

/** Milliseconds for one statement, and for a connection to come free. */
const statementTimeoutMs = 30_000;
const connectionTimeoutMs = 5_000;
/** Milliseconds an SOP waits for its vectors before the built-in ones are taken. */
const indexWithinMs = 20_000;

export interface DatabaseAddress {
  readonly DATABASE_URL: string;
  readonly DATABASE_CONNECTIONS: number;
}

export const openDatabase = ({ DATABASE_URL, DATABASE_CONNECTIONS }: DatabaseAddress): Database =>
  createDatabase({
    url: DATABASE_URL,
    applicationName: 'knowledge',
    maxConnections: DATABASE_CONNECTIONS,
    statementTimeoutMs,
    connectionTimeoutMs,
  });

/** What all of knowledge spends on embeddings, commands included. */
export const openEmbeddingLedger = (
  settings: EmbedderSettings & { readonly REDIS_URL?: string | undefined },
  onProblem: (problem: unknown) => void,
): OpenLedger =>
  openLedger({ account: 'knowledge', budget: embeddingBudgetOf(settings), redisUrl: settings.REDIS_URL, onProblem });

/** Everything that is needed to publish, on one database. */
export function openPublisher(
  database: Database,
  club: Club,
  settings: EmbedderSettings,
  ledger: SpendingLedger,
  onProblem: (problem: unknown) => void,
): Publisher & { readonly log: PostgresEventStore } {
  return {
    sops: new SopStore(database),
    log: new PostgresEventStore(database),
    indexer: new Indexer(
      new GuardedEmbedder(embedderOf(settings, ledger), { withinMs: indexWithinMs, onProblem }),
      lexicon,
    ),
    sites: club.sites.map(({ id }) => id),
  };
}
