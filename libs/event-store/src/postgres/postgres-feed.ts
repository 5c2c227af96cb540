import type { Database } from '#platform/database';
import { cursorOf, type CallOptions, type Cursor } from '../event.js';
import type { Feed, FeedDelay, FeedOptions, FeedPage } from '../event-store.js';
import { ofCategory, recordedColumns, toRecordedEvent, type EventRow } from './rows.js';

/** The lowest transaction id that may still commit something: what lies below it is complete. */
const openFrom = `
  with open_from as materialized (
    select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset)::text::xid8 as id
    from log.cluster
  )`;

const after = '(e.transaction_id, e.position) > ($1::text::xid8, $2::bigint)';
const complete = 'e.transaction_id < (select id from open_from)';

/** The snapshot that says what is complete is the one that the events are read with: one statement, one snapshot. */
const readAll = `${openFrom}
  select o.id::text::bigint as open_from, r.* from open_from o left join (
    select ${recordedColumns} from log.events e
    where ${after} and ${complete}
    order by e.transaction_id, e.position limit $3
  ) r on true order by r.transaction_id, r.position`;

/** Each category is read on its own, so that a rare one is found through its index and not by going through the others. */
const readCategories = `${openFrom}
  select o.id::text::bigint as open_from, r.* from open_from o left join (
    select c.* from unnest($4::text[]) as wanted(category)
    cross join lateral (
      select ${recordedColumns} from log.events e
      where ${ofCategory('wanted.category')} and ${after} and ${complete}
      order by e.category, e.transaction_id, e.position limit $3
    ) c
    order by c.transaction_id, c.position limit $3
  ) r on true order by r.transaction_id, r.position`;

/** Enough to raise an alarm; counting further would cost more the worse it is. */
const mostWaitingCounted = 10_000;

type FeedRow = { readonly open_from: number } & (EventRow | { readonly id: null });

export class PostgresFeed implements Feed {
  constructor(private readonly database: Database) {}

  async read(from: Cursor, limit: number, { categories, ...options }: FeedOptions = {}): Promise<FeedPage> {
    const place = [from.transactionId, from.position, limit];
    const rows = await (categories === undefined
      ? this.database.query<FeedRow>(readAll, place, { ...options, name: 'log-feed' })
      : this.database.query<FeedRow>(readCategories, [...place, [...new Set(categories)]], {
          ...options,
          name: 'log-feed-categories',
        }));
    const events = rows.filter((row) => row.id !== null).map(toRecordedEvent);
    const next =
      events.length === limit ? cursorOf(events.at(-1)!) : { transactionId: rows[0]!.open_from, position: 0 };
    return { events, next };
  }

  async delay(options?: CallOptions): Promise<FeedDelay> {
    const [row] = await this.database.query<{ waiting: number; longest_ms: number }>(
      `${openFrom}
       select count(*) as waiting,
              coalesce(ceil(extract(epoch from clock_timestamp() - min(recorded_at)) * 1000), 0)::bigint as longest_ms
       from (
         select e.recorded_at from log.events e where e.transaction_id >= (select id from open_from)
         order by e.transaction_id limit ${mostWaitingCounted}
       ) held_back`,
      [],
      options,
    );
    return { waiting: row!.waiting, longestMs: row!.longest_ms };
  }
}
