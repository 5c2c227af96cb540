import type { Database } from '#platform/database';

/** Months that hold events, beside the present one, which the migrations made. */
const months = ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05'];
const eventsPerMonth = 16_000;

export const filledEvents = eventsPerMonth * (months.length + 1);
export const filledLog = `${filledEvents.toLocaleString('en-US')} events in ${months.length + 1} months`;

/** The tables it fills, for `settleStatistics`. */
export const filledTables = ['log.events', 'log.streams', 'log.cluster'];
/** Partitions that every query of the log passes through, and why they may be read from end to end. */
export const emptyPartitions = {
  events_ahead: 'the partition of a month to come, which has no rows yet',
  events_default: 'has no rows unless a clock was far off',
};

/** The name of the nth stream of a category that `fillLog` writes, n from 1. */
export const filledStream = (category: string, n: number): string => `${category}-${String(n).padStart(8, '0')}`;

/** The trace of the nth event, which the three after it share; n a multiple of 4. */
export const filledTrace = (n: number): string => (n / 4).toString(16).padStart(32, '0');

const makePartition = (month: string): string => {
  const first = new Date(`${month}-01T00:00Z`);
  const next = new Date(first);
  next.setUTCMonth(first.getUTCMonth() + 1);
  return `
    create table log.events_${month.replace('-', '_')} partition of log.events
    for values from (log.uuid_at('${first.toISOString()}')) to (log.uuid_at('${next.toISOString()}'))`;
};

/**
 * Of forty events: 29 queries, six pieces of feedback and four choices, each with a stream of its own, and one more version
 * of one of 300 SOPs. Every thousandth is of a rare category. The ids are spread over the month as a uuid v7 would be, with the
 * event's number as the rest.
 */
const eventsOfMonth = `
  insert into log.events (id, stream, category, stream_version, transaction_id, position, type, type_version, occurred_at,
    recorded_at, actor, trace_id, data, metadata)
  select (left(log.uuid_at(moment)::text, 14) || '7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    category || '-' || lpad((case category when 'sop' then n / 40 % 300 + 1 else n end)::text, 8, '0'),
    category, case category when 'sop' then n / 40 / 300 + 1 else 1 end, n::text::xid8, n,
    case category when 'query' then 'query-answered' when 'feedback' then 'feedback-given'
      when 'choice' then 'assistant-chosen' else category || '-changed' end,
    1, moment, moment, 'web', lpad(to_hex(n / 4), 32, '0'),
    jsonb_build_object('query', 'what is the matter with number ' || n, 'assistant', 'tech'), '{}'
  from generate_series($2::integer, $2::integer + $3::integer - 1) as n,
    lateral (select $1::timestamptz + (n - $2) * interval '2 minutes' as moment,
      case when n % 1000 = 999 then (array['configuration', 'alias', 'emergency', 'example', 'learning'])[n / 1000 % 5 + 1]
        when n % 40 = 0 then 'sop' when n % 40 < 5 then 'choice' when n % 40 < 11 then 'feedback' else 'query'
      end as category) of_it`;

/** Every stream's head, as appending would have left it. */
const heads = `
  insert into log.streams (stream, version, transaction_id)
  select stream, max(stream_version), max(transaction_id::text::bigint)::text::xid8 from log.events group by stream`;

/** Fills a migrated, empty log with months of events, the same in every run. `settleStatistics` belongs after it. */
export async function fillLog(database: Database): Promise<void> {
  for (const month of months) await database.query(makePartition(month));
  // What is in it was recorded before whatever runs now.
  await database.query('update log.cluster set transaction_offset = 10000000');
  const present = `${new Date().toISOString().slice(0, 7)}`;
  for (const [index, month] of [...months, present].entries()) {
    await database.query(eventsOfMonth, [`${month}-01T00:00Z`, index * eventsPerMonth + 1, eventsPerMonth]);
  }
  await database.query(`select setval('log.positions', ${filledEvents})`);
  await database.query(heads);
}

/** What the planner goes by; a table that has been vacuumed is read as one that has been there for a while. */
export const settleStatistics = async (database: Database, tables: readonly string[]): Promise<void> => {
  for (const table of tables) await database.query(`vacuum (analyze) ${table}`);
};
