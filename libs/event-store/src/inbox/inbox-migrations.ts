import type { Migration } from '#platform/database';

/**
 * The tables in which the consumers of one schema note what they have applied, what failed and what they gave up on. They
 * stand beside the consumers' own tables, so that one transaction holds both.
 *
 * @param schema the service's own
 */
export const inboxMigrations = (schema: string): readonly Migration[] => [
  {
    at: 1795374000001,
    name: 'create-inbox',
    sql: `
create table ${schema}.inbox (
  consumer text not null,
  event_id uuid not null,
  applied_at timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);

create table ${schema}.inbox_failures (
  consumer text not null,
  event_id uuid not null,
  tries integer not null,
  reason text not null,
  failed_at timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);

create table ${schema}.dead_letters (
  consumer text not null,
  event_id uuid not null,
  event jsonb not null,
  tries integer not null,
  reason text not null,
  died_at timestamptz not null default clock_timestamp(),
  primary key (consumer, event_id)
);
`,
  },
];
