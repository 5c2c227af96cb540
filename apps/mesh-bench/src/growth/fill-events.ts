import type { Database } from '#platform/database';

/** Months that the events are spread over, the present one last, as a club's log is after half a year. */
export const months = 6;
const atOnce = 100_000;
/** Connections that fill at the same time. */
export const fillers = 2;

/** What stands in an event of a query: as much as a real one holds, about 1.1 KB. */
const data = `jsonb_build_object(
  'answerId', 'a-' || n, 'query', 'what is the matter with number ' || n, 'site', (array['harbor', 'mill', 'summit'])[n % 3 + 1],
  'asker', 'staff', 'assistant', (array['booking', 'tech', 'brand'])[n % 3 + 1], 'outcome', 'answered', 'cache', null,
  'confidence', (n % 100) / 100.0, 'degraded', '[]'::jsonb, 'timings', '{"route": 0.2, "answer": 4.1, "total": 4.4}'::jsonb,
  'route', '{"method": "semantic", "scores": [{"assistant": "tech", "merged": 0.9}], "reasons": ["like an example"]}'::jsonb,
  'answer', jsonb_build_object('text', 'Do this first, and then that. ' || repeat(md5(n::text), 16), 'category', 'solution'))`;

/** The instant of the nth event, in whole milliseconds since 1970. */
const millisecond = (n: string): string => `($3::bigint + (${n} - 1) * ($4::bigint - $3::bigint) / $5::bigint)`;
/** The first 48 bits of a uuid v7 of that moment, in hex. */
const timePart = (n: string): string => `lpad(to_hex(${millisecond(n)}), 12, '0')`;

/**
 * Of ten events: seven queries, two pieces of feedback, one choice, each with a stream of its own; every 500th is one more version
 * of one of 300 SOPs. Ids are as a uuid v7 of its moment is, so that each goes to the partition of its month, and so are trace
 * ids, as the gateway's are; four events share one.
 */
const insert = `
  insert into log.events (id, stream, category, stream_version, transaction_id, position, type, type_version, occurred_at,
    recorded_at, actor, trace_id, data, metadata)
  select (${timePart('n')} || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
    category || '-' || lpad((case category when 'sop' then n / 500 % 300 + 1 else n end)::text, 10, '0'),
    category, case category when 'sop' then n / 500 / 300 + 1 else 1 end, n::text::xid8, n,
    case category when 'query' then 'query-answered' when 'feedback' then 'feedback-given'
      when 'choice' then 'assistant-chosen' else 'sop-published' end,
    1, moment, moment, 'desk-' || n % 6, ${timePart('n / 4 * 4')} || '70008000' || lpad(to_hex(n / 4), 12, '0'),
    ${data}, '{}'
  from generate_series($1::bigint, $2::bigint) as n,
    lateral (select to_timestamp(${millisecond('n')} / 1000.0) as moment,
      case when n % 500 = 0 then 'sop' when n % 10 = 0 then 'choice' when n % 10 < 3 then 'feedback' else 'query' end as category
    ) of_it`;

const heads = `
  insert into log.streams (stream, version, transaction_id)
  select stream, max(stream_version), max(transaction_id::text::bigint)::text::xid8
  from log.events where position between $1 and $2 group by stream order by stream
  on conflict (stream) do update set version = greatest(log.streams.version, excluded.version),
    transaction_id = greatest(log.streams.transaction_id, excluded.transaction_id)`;

/** The name of the nth stream of a category, n as the event's number. */
export const streamOfEvent = (category: string, n: number): string => `${category}-${String(n).padStart(10, '0')}`;
const hex = (value: bigint): string => value.toString(16).padStart(12, '0');

/** A log that was filled. */
export class FilledLog {
  constructor(
    readonly events: number,
    private readonly first: Date,
    private readonly last: Date,
  ) {}

  /** The trace of the nth event, which the three beside it share. */
  traceOf(n: number): string {
    const group = BigInt(Math.floor(n / 4));
    const [from, to] = [this.first, this.last].map((at) => BigInt(at.getTime())) as [bigint, bigint];
    return `${hex(from + ((group * 4n - 1n) * (to - from)) / BigInt(this.events))}70008000${hex(group)}`;
  }
}

async function makePartitions(database: Database, now: Date): Promise<Date> {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (months - 1), 1));
  for (let month = 0; month < months - 1; month += 1) {
    const [from, to] = [month, month + 1].map((ahead) => {
      const start = new Date(first);
      start.setUTCMonth(first.getUTCMonth() + ahead);
      return start;
    }) as [Date, Date];
    const name = from.toISOString().slice(0, 7).replace('-', '_');
    await database.query(
      `create table log.events_${name} partition of log.events
       for values from (log.uuid_at('${from.toISOString()}')) to (log.uuid_at('${to.toISOString()}'))`,
    );
  }
  return first;
}

/**
 * Fills a migrated, empty log. What it takes goes with the events alone; statistics are gathered and the tables vacuumed at the
 * end, as autovacuum would have.
 */
export async function fillEvents(
  database: Database,
  events: number,
  onProgress: (done: number) => void = () => undefined,
  now = new Date(),
): Promise<FilledLog> {
  const first = await makePartitions(database, now);
  // What is in it was recorded before whatever runs now.
  await database.query('update log.cluster set transaction_offset = $1::bigint', [events + 1_000_000]);
  let [next, done] = [1, 0];
  const fill = async (): Promise<void> => {
    while (next <= events) {
      const from = next;
      const to = Math.min(events, from + atOnce - 1);
      next = to + 1;
      await database.query(insert, [from, to, first.getTime(), now.getTime(), events]);
      await database.query(heads, [from, to]);
      done += to - from + 1;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: fillers }, fill));
  await database.query(`select setval('log.positions', $1::bigint)`, [events]);
  for (const table of ['log.events', 'log.streams', 'log.cluster']) await database.query(`vacuum (analyze) ${table}`);
  return new FilledLog(events, first, now);
}
