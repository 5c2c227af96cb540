-- Made by `npm run queries:update`; a test makes it again and compares. What each method of a repository sends to the
-- database, and the plan it has where the database holds 96,000 events in 6 months and 20,000 entries of an inbox.
-- A hot path reads these tables from end to end, and no other:
--   cluster: has one row
--   events_ahead: the partition of a month to come, which has no rows yet
--   events_default: has no rows unless a clock was far off

-- prepareLog
select log.adopt_cluster();
--   Result
select name from log.ensure_partitions($1) as name;
--   Function Scan on ensure_partitions name

-- ensurePartitions
select name from log.ensure_partitions($1) as name;
--   Function Scan on ensure_partitions name

-- PostgresEventStore.append  [hot path]
select id, stream_version, transaction_id, "position" from log.append($1::jsonb);
--   Function Scan on append

-- PostgresEventStore.append, repeated  [hot path]
select id, stream_version, transaction_id, "position" from log.append($1::jsonb);
--   Function Scan on append
select id, stream, stream_version, transaction_id::text::bigint as transaction_id, position
from log.events where id = any($1::uuid[]);
--   Index Scan using events_month_pkey on events_month events
--     Index Cond: (id = ANY ('?'::uuid[]))

-- PostgresEventStore.appendInTransaction  [hot path]
select id, stream_version, transaction_id, "position" from log.append($1::jsonb);
--   Function Scan on append

-- PostgresEventStore.readStream  [hot path]
select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e where e.stream = $1 and e.stream_version >= $2 order by e.stream_version;
--   Sort
--     Sort Key: e.stream_version
--     ->  Append
--       ->  Index Scan using events_month_stream_stream_version_idx on events_month e_n  (6 times)
--         Index Cond: ((stream = '?'::text) AND (stream_version >= '?'::bigint))
--       ->  Seq Scan on events_ahead e_n  (3 times)
--         Filter: ((stream_version >= '?'::bigint) AND (stream = '?'::text))
--       ->  Seq Scan on events_default e_n
--         Filter: ((stream_version >= '?'::bigint) AND (stream = '?'::text))

-- PostgresEventStore.readStream, a part  [hot path]
select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e where e.stream = $1 and e.stream_version >= $2 and e.stream_version <= coalesce($3::bigint, e.stream_version) order by e.stream_version desc limit $4::bigint;
--   Limit
--     ->  Merge Append
--       Sort Key: e.stream_version DESC
--       ->  Index Scan Backward using events_month_stream_stream_version_idx on events_month e_n  (6 times)
--         Index Cond: ((stream = '?'::text) AND (stream_version >= '?'::bigint))
--         Filter: (stream_version <= COALESCE(stream_version))
--       ->  Index Scan Backward using events_ahead_stream_stream_version_idx on events_ahead e_n  (3 times)
--         Index Cond: ((stream = '?'::text) AND (stream_version >= '?'::bigint))
--         Filter: (stream_version <= COALESCE(stream_version))
--       ->  Index Scan Backward using events_default_stream_stream_version_idx on events_default e_n
--         Index Cond: ((stream = '?'::text) AND (stream_version >= '?'::bigint))
--         Filter: (stream_version <= COALESCE(stream_version))
-- and whatever the parameters are:
--   Limit
--     ->  Merge Append
--       Sort Key: e.stream_version DESC
--       ->  Index Scan Backward using events_month_stream_stream_version_idx on events_month e_n  (6 times)
--         Index Cond: ((stream = $1) AND (stream_version >= $2))
--         Filter: (stream_version <= COALESCE($3, stream_version))
--       ->  Index Scan Backward using events_ahead_stream_stream_version_idx on events_ahead e_n  (3 times)
--         Index Cond: ((stream = $1) AND (stream_version >= $2))
--         Filter: (stream_version <= COALESCE($3, stream_version))
--       ->  Index Scan Backward using events_default_stream_stream_version_idx on events_default e_n
--         Index Cond: ((stream = $1) AND (stream_version >= $2))
--         Filter: (stream_version <= COALESCE($3, stream_version))

-- PostgresEventStore.readByTrace  [hot path]
select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e where e.trace_id = $1 or e.mentions @> array[$2::uuid]
     order by e.transaction_id, e.position;
--   Sort
--     Sort Key: e.transaction_id, e."position"
--     ->  Append
--       ->  Bitmap Heap Scan on events_month e_n  (6 times)
--         Recheck Cond: ((trace_id = '?'::text) OR (mentions @> '?'::uuid[]))
--         ->  BitmapOr
--           ->  Bitmap Index Scan on events_month_trace_id_idx
--             Index Cond: (trace_id = '?'::text)
--           ->  Bitmap Index Scan on events_month_mentions_idx
--             Index Cond: (mentions @> '?'::uuid[])
--       ->  Seq Scan on events_ahead e_n  (3 times)
--         Filter: ((trace_id = '?'::text) OR (mentions @> '?'::uuid[]))
--       ->  Seq Scan on events_default e_n
--         Filter: ((trace_id = '?'::text) OR (mentions @> '?'::uuid[]))
-- and whatever the parameters are:
--   Sort
--     Sort Key: e.transaction_id, e."position"
--     ->  Append
--       ->  Bitmap Heap Scan on events_month e_n  (6 times)
--         Recheck Cond: ((trace_id = $1) OR (mentions @> ARRAY[$2]))
--         ->  BitmapOr
--           ->  Bitmap Index Scan on events_month_trace_id_idx
--             Index Cond: (trace_id = $1)
--           ->  Bitmap Index Scan on events_month_mentions_idx
--             Index Cond: (mentions @> ARRAY[$2])
--       ->  Seq Scan on events_ahead e_n  (3 times)
--         Filter: ((trace_id = $1) OR (mentions @> ARRAY[$2]))
--       ->  Seq Scan on events_default e_n
--         Filter: ((trace_id = $1) OR (mentions @> ARRAY[$2]))

-- PostgresEventStore.readMentioning  [hot path]
select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e where e.mentions @> array[$1::uuid]
     order by e.transaction_id, e.position;
--   Sort
--     Sort Key: e.transaction_id, e."position"
--     ->  Append
--       ->  Bitmap Heap Scan on events_month e_n  (6 times)
--         Recheck Cond: (mentions @> '?'::uuid[])
--         ->  Bitmap Index Scan on events_month_mentions_idx
--           Index Cond: (mentions @> '?'::uuid[])
--       ->  Seq Scan on events_ahead e_n  (3 times)
--         Filter: (mentions @> '?'::uuid[])
--       ->  Seq Scan on events_default e_n
--         Filter: (mentions @> '?'::uuid[])
-- and whatever the parameters are:
--   Sort
--     Sort Key: e.transaction_id, e."position"
--     ->  Append
--       ->  Bitmap Heap Scan on events_month e_n  (6 times)
--         Recheck Cond: (mentions @> ARRAY[$1])
--         ->  Bitmap Index Scan on events_month_mentions_idx
--           Index Cond: (mentions @> ARRAY[$1])
--       ->  Seq Scan on events_ahead e_n  (3 times)
--         Filter: (mentions @> ARRAY[$1])
--       ->  Seq Scan on events_default e_n
--         Filter: (mentions @> ARRAY[$1])

-- PostgresEventStore.readLatest  [hot path]
select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e
     where e.category = any (array[$1]::text[]) and (e.transaction_id, e.position) < ($3::text::xid8, $4::bigint)
     order by e.category desc, e.transaction_id desc, e.position desc limit $2;
--   Limit
--     ->  Merge Append
--       Sort Key: e.category COLLATE "C" DESC, e.transaction_id DESC, e."position" DESC
--       ->  Index Scan Backward using events_month_category_transaction_id_position_idx on events_month e_n  (6 times)
--         Index Cond: ((category = ANY ('?'::text[])) AND (ROW(transaction_id, "position") < ROW('?'::xid8, '?'::bigint)))
--       ->  Index Scan Backward using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--         Index Cond: ((category = ANY ('?'::text[])) AND (ROW(transaction_id, "position") < ROW('?'::xid8, '?'::bigint)))
--       ->  Index Scan Backward using events_default_category_transaction_id_position_idx on events_default e_n
--         Index Cond: ((category = ANY ('?'::text[])) AND (ROW(transaction_id, "position") < ROW('?'::xid8, '?'::bigint)))
-- and whatever the parameters are:
--   Limit
--     ->  Merge Append
--       Sort Key: e.category COLLATE "C" DESC, e.transaction_id DESC, e."position" DESC
--       ->  Index Scan Backward using events_month_category_transaction_id_position_idx on events_month e_n  (6 times)
--         Index Cond: ((category = ANY (ARRAY[$1])) AND (ROW(transaction_id, "position") < ROW(($3)::xid8, $4)))
--       ->  Index Scan Backward using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--         Index Cond: ((category = ANY (ARRAY[$1])) AND (ROW(transaction_id, "position") < ROW(($3)::xid8, $4)))
--       ->  Index Scan Backward using events_default_category_transaction_id_position_idx on events_default e_n
--         Index Cond: ((category = ANY (ARRAY[$1])) AND (ROW(transaction_id, "position") < ROW(($3)::xid8, $4)))

-- PostgresEventStore.readLatest, some members  [hot path]
select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata,
(select coalesce(jsonb_object_agg(member, e.data -> member), '{}') from unnest($5::text[]) as member
 where e.data ? member) as data from log.events e
     where e.category = any (array[$1]::text[]) and (e.transaction_id, e.position) < ($3::text::xid8, $4::bigint)
     order by e.category desc, e.transaction_id desc, e.position desc limit $2;
--   Limit
--     ->  Result
--       ->  Merge Append
--         Sort Key: e.category COLLATE "C" DESC, e.transaction_id DESC, e."position" DESC
--         ->  Index Scan Backward using events_month_category_transaction_id_position_idx on events_month e_n  (6 times)
--           Index Cond: ((category = ANY ('?'::text[])) AND (ROW(transaction_id, "position") < ROW('?'::xid8, '?'::bigint)))
--         ->  Index Scan Backward using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--           Index Cond: ((category = ANY ('?'::text[])) AND (ROW(transaction_id, "position") < ROW('?'::xid8, '?'::bigint)))
--         ->  Index Scan Backward using events_default_category_transaction_id_position_idx on events_default e_n
--           Index Cond: ((category = ANY ('?'::text[])) AND (ROW(transaction_id, "position") < ROW('?'::xid8, '?'::bigint)))
--       SubPlan 1
--         ->  Aggregate
--           ->  Function Scan on unnest member
--             Filter: (e.data ? member)
-- and whatever the parameters are:
--   Limit
--     ->  Result
--       ->  Merge Append
--         Sort Key: e.category COLLATE "C" DESC, e.transaction_id DESC, e."position" DESC
--         ->  Index Scan Backward using events_month_category_transaction_id_position_idx on events_month e_n  (6 times)
--           Index Cond: ((category = ANY (ARRAY[$1])) AND (ROW(transaction_id, "position") < ROW(($3)::xid8, $4)))
--         ->  Index Scan Backward using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--           Index Cond: ((category = ANY (ARRAY[$1])) AND (ROW(transaction_id, "position") < ROW(($3)::xid8, $4)))
--         ->  Index Scan Backward using events_default_category_transaction_id_position_idx on events_default e_n
--           Index Cond: ((category = ANY (ARRAY[$1])) AND (ROW(transaction_id, "position") < ROW(($3)::xid8, $4)))
--       SubPlan 1
--         ->  Aggregate
--           ->  Function Scan on unnest member
--             Filter: (e.data ? member)

-- PostgresEventStore.readLatest, of a rare category  [hot path]
select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e
     where e.category = any (array[$1]::text[]) and (e.transaction_id, e.position) < ($3::text::xid8, $4::bigint)
     order by e.category desc, e.transaction_id desc, e.position desc limit $2;
--   Limit
--     ->  Merge Append
--       Sort Key: e.category COLLATE "C" DESC, e.transaction_id DESC, e."position" DESC
--       ->  Index Scan Backward using events_month_category_transaction_id_position_idx on events_month e_n  (6 times)
--         Index Cond: ((category = ANY ('?'::text[])) AND (ROW(transaction_id, "position") < ROW('?'::xid8, '?'::bigint)))
--       ->  Index Scan Backward using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--         Index Cond: ((category = ANY ('?'::text[])) AND (ROW(transaction_id, "position") < ROW('?'::xid8, '?'::bigint)))
--       ->  Index Scan Backward using events_default_category_transaction_id_position_idx on events_default e_n
--         Index Cond: ((category = ANY ('?'::text[])) AND (ROW(transaction_id, "position") < ROW('?'::xid8, '?'::bigint)))
-- and whatever the parameters are:
--   Limit
--     ->  Merge Append
--       Sort Key: e.category COLLATE "C" DESC, e.transaction_id DESC, e."position" DESC
--       ->  Index Scan Backward using events_month_category_transaction_id_position_idx on events_month e_n  (6 times)
--         Index Cond: ((category = ANY (ARRAY[$1])) AND (ROW(transaction_id, "position") < ROW(($3)::xid8, $4)))
--       ->  Index Scan Backward using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--         Index Cond: ((category = ANY (ARRAY[$1])) AND (ROW(transaction_id, "position") < ROW(($3)::xid8, $4)))
--       ->  Index Scan Backward using events_default_category_transaction_id_position_idx on events_default e_n
--         Index Cond: ((category = ANY (ARRAY[$1])) AND (ROW(transaction_id, "position") < ROW(($3)::xid8, $4)))

-- PostgresFeed.read, keeping up  [hot path]
with open_from as materialized (
  select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset)::text::xid8 as id
  from log.cluster
)
select o.id::text::bigint as open_from, r.* from open_from o left join (
  select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e
  where (e.transaction_id, e.position) > ($1::text::xid8, $2::bigint) and e.transaction_id < (select id from open_from)
  order by e.transaction_id, e.position limit $3
) r on true order by r.transaction_id, r.position;
--   Sort
--     Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Nested Loop Left Join
--       ->  CTE Scan on open_from o
--       ->  Limit
--         InitPlan 2
--           ->  CTE Scan on open_from
--         ->  Sort
--           Sort Key: e.transaction_id, e."position"
--           ->  Append
--             ->  Index Scan using events_month_transaction_id_position_idx on events_month e_n  (6 times)
--               Index Cond: ((ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
--             ->  Seq Scan on events_ahead e_n  (3 times)
--               Filter: ((transaction_id < (InitPlan 2).col1) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)))
--             ->  Seq Scan on events_default e_n
--               Filter: ((transaction_id < (InitPlan 2).col1) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)))
-- and whatever the parameters are:
--   Sort
--     Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Nested Loop Left Join
--       ->  CTE Scan on open_from o
--       ->  Limit
--         InitPlan 2
--           ->  CTE Scan on open_from
--         ->  Merge Append
--           Sort Key: e.transaction_id, e."position"
--           ->  Index Scan using events_month_transaction_id_position_idx on events_month e_n  (6 times)
--             Index Cond: ((ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--           ->  Index Scan using events_ahead_transaction_id_position_idx on events_ahead e_n  (3 times)
--             Index Cond: ((ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--           ->  Index Scan using events_default_transaction_id_position_idx on events_default e_n
--             Index Cond: ((ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))

-- PostgresFeed.read, some categories, keeping up  [hot path]
with open_from as materialized (
  select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset)::text::xid8 as id
  from log.cluster
)
select o.id::text::bigint as open_from, r.* from open_from o left join (
  select c.* from unnest($4::text[]) as wanted(category)
  cross join lateral (
    select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e
    where e.category = any (array[wanted.category]::text[]) and (e.transaction_id, e.position) > ($1::text::xid8, $2::bigint) and e.transaction_id < (select id from open_from)
    order by e.category, e.transaction_id, e.position limit $3
  ) c
  order by c.transaction_id, c.position limit $3
) r on true order by r.transaction_id, r.position;
--   Sort
--     Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Nested Loop Left Join
--       ->  CTE Scan on open_from o
--       ->  Limit
--         ->  Sort
--           Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--           ->  Nested Loop
--             ->  Function Scan on unnest wanted
--             ->  Limit
--               InitPlan 2
--                 ->  CTE Scan on open_from
--               ->  Sort
--                 Sort Key: e.category COLLATE "C", e.transaction_id, e."position"
--                 ->  Append
--                   ->  Index Scan using events_month_transaction_id_position_idx on events_month e_n  (5 times)
--                     Index Cond: ((ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
--                     Filter: (category = ANY (ARRAY[wanted.category]))
--                   ->  Index Scan using events_month_category_transaction_id_position_idx on events_month e_n
--                     Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
--                   ->  Seq Scan on events_ahead e_n  (3 times)
--                     Filter: ((category = ANY (ARRAY[wanted.category])) AND (transaction_id < (InitPlan 2).col1) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)))
--                   ->  Seq Scan on events_default e_n
--                     Filter: ((category = ANY (ARRAY[wanted.category])) AND (transaction_id < (InitPlan 2).col1) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)))
-- and whatever the parameters are:
--   Sort
--     Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Nested Loop Left Join
--       ->  CTE Scan on open_from o
--       ->  Limit
--         ->  Sort
--           Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--           ->  Nested Loop
--             ->  Function Scan on unnest wanted
--             ->  Limit
--               InitPlan 2
--                 ->  CTE Scan on open_from
--               ->  Merge Append
--                 Sort Key: e.category COLLATE "C", e.transaction_id, e."position"
--                 ->  Index Scan using events_month_category_transaction_id_position_idx on events_month e_n  (6 times)
--                   Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--                 ->  Index Scan using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--                   Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--                 ->  Index Scan using events_default_category_transaction_id_position_idx on events_default e_n
--                   Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))

-- PostgresFeed.read, from the beginning
with open_from as materialized (
  select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset)::text::xid8 as id
  from log.cluster
)
select o.id::text::bigint as open_from, r.* from open_from o left join (
  select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e
  where (e.transaction_id, e.position) > ($1::text::xid8, $2::bigint) and e.transaction_id < (select id from open_from)
  order by e.transaction_id, e.position limit $3
) r on true order by r.transaction_id, r.position;
--   Sort
--     Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Nested Loop Left Join
--       ->  CTE Scan on open_from o
--       ->  Limit
--         InitPlan 2
--           ->  CTE Scan on open_from
--         ->  Merge Append
--           Sort Key: e.transaction_id, e."position"
--           ->  Index Scan using events_month_transaction_id_position_idx on events_month e_n  (6 times)
--             Index Cond: ((ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
--           ->  Index Scan using events_ahead_transaction_id_position_idx on events_ahead e_n  (3 times)
--             Index Cond: ((ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
--           ->  Index Scan using events_default_transaction_id_position_idx on events_default e_n
--             Index Cond: ((ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
-- and whatever the parameters are:
--   Sort
--     Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Nested Loop Left Join
--       ->  CTE Scan on open_from o
--       ->  Limit
--         InitPlan 2
--           ->  CTE Scan on open_from
--         ->  Merge Append
--           Sort Key: e.transaction_id, e."position"
--           ->  Index Scan using events_month_transaction_id_position_idx on events_month e_n  (6 times)
--             Index Cond: ((ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--           ->  Index Scan using events_ahead_transaction_id_position_idx on events_ahead e_n  (3 times)
--             Index Cond: ((ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--           ->  Index Scan using events_default_transaction_id_position_idx on events_default e_n
--             Index Cond: ((ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))

-- PostgresFeed.read, some categories, from the beginning
with open_from as materialized (
  select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset)::text::xid8 as id
  from log.cluster
)
select o.id::text::bigint as open_from, r.* from open_from o left join (
  select c.* from unnest($4::text[]) as wanted(category)
  cross join lateral (
    select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e
    where e.category = any (array[wanted.category]::text[]) and (e.transaction_id, e.position) > ($1::text::xid8, $2::bigint) and e.transaction_id < (select id from open_from)
    order by e.category, e.transaction_id, e.position limit $3
  ) c
  order by c.transaction_id, c.position limit $3
) r on true order by r.transaction_id, r.position;
--   Sort
--     Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Nested Loop Left Join
--       ->  CTE Scan on open_from o
--       ->  Limit
--         ->  Sort
--           Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--           ->  Nested Loop
--             ->  Function Scan on unnest wanted
--             ->  Limit
--               InitPlan 2
--                 ->  CTE Scan on open_from
--               ->  Merge Append
--                 Sort Key: e.category COLLATE "C", e.transaction_id, e."position"
--                 ->  Index Scan using events_month_category_transaction_id_position_idx on events_month e_n  (6 times)
--                   Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
--                 ->  Index Scan using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--                   Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
--                 ->  Index Scan using events_default_category_transaction_id_position_idx on events_default e_n
--                   Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
-- and whatever the parameters are:
--   Sort
--     Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Nested Loop Left Join
--       ->  CTE Scan on open_from o
--       ->  Limit
--         ->  Sort
--           Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--           ->  Nested Loop
--             ->  Function Scan on unnest wanted
--             ->  Limit
--               InitPlan 2
--                 ->  CTE Scan on open_from
--               ->  Merge Append
--                 Sort Key: e.category COLLATE "C", e.transaction_id, e."position"
--                 ->  Index Scan using events_month_category_transaction_id_position_idx on events_month e_n  (6 times)
--                   Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--                 ->  Index Scan using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--                   Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--                 ->  Index Scan using events_default_category_transaction_id_position_idx on events_default e_n
--                   Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))

-- PostgresFeed.delay  [hot path]
with open_from as materialized (
  select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset)::text::xid8 as id
  from log.cluster
)
     select count(*) as waiting,
            coalesce(ceil(extract(epoch from clock_timestamp() - min(recorded_at)) * 1000), 0)::bigint as longest_ms
     from (
       select e.recorded_at from log.events e where e.transaction_id >= (select id from open_from)
       order by e.transaction_id limit 10000
     ) held_back;
--   Aggregate
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Limit
--       InitPlan 2
--         ->  CTE Scan on open_from
--       ->  Merge Append
--         Sort Key: e.transaction_id
--         ->  Index Scan using events_month_transaction_id_position_idx on events_month e_n  (6 times)
--           Index Cond: (transaction_id >= (InitPlan 2).col1)
--         ->  Index Scan using events_ahead_transaction_id_position_idx on events_ahead e_n  (3 times)
--           Index Cond: (transaction_id >= (InitPlan 2).col1)
--         ->  Index Scan using events_default_transaction_id_position_idx on events_default e_n
--           Index Cond: (transaction_id >= (InitPlan 2).col1)

-- inside log.append  [hot path]
select a.stream
from jsonb_to_recordset($1::jsonb) as a(stream text)
where not exists (
  select from log.append_permissions p
  where p.role = session_user and p.category in (split_part(a.stream, '-', 1), '*')
)
limit 1;
--   Limit
--     ->  Nested Loop Anti Join
--       ->  Function Scan on jsonb_to_recordset a
--       ->  Index Only Scan using append_permissions_pkey on append_permissions p
--         Index Cond: ((role = SESSION_USER) AND (category = ANY (ARRAY[split_part(a.stream, '?'::text, 1), '?'::text])))
with head as (
  insert into log.streams as known (stream, version, transaction_id)
  select a.stream, jsonb_array_length(a.events), log.this_transaction()
  from jsonb_to_recordset($1::jsonb) as a(stream text, events jsonb)
  order by a.stream
  on conflict (stream) do update set
    version = known.version + excluded.version,
    transaction_id = greatest(known.transaction_id, excluded.transaction_id)
  returning stream, version, transaction_id
)
select jsonb_object_agg(head.stream, head.version), min(head.transaction_id), max(head.transaction_id) from head;
--   Aggregate
--     CTE head
--       ->  Insert on streams known
--         Conflict Resolution: UPDATE
--         Conflict Arbiter Indexes: streams_pkey
--         ->  Subquery Scan on "*SELECT*"
--           ->  Result
--             ->  Sort
--               Sort Key: a.stream
--               ->  Function Scan on jsonb_to_recordset a
--     ->  CTE Scan on head
select a.stream, ($1::jsonb ->> a.stream)::bigint - jsonb_array_length(a.events) as actual
from jsonb_to_recordset($2::jsonb) as a(stream text, expected bigint, events jsonb)
where a.expected <> ($1::jsonb ->> a.stream)::bigint - jsonb_array_length(a.events)
limit 1;
--   Limit
--     ->  Function Scan on jsonb_to_recordset a
--       Filter: (expected <> ((('?'::jsonb ->> stream))::bigint - jsonb_array_length(events)))
insert into log.events (
  id, stream, category, stream_version, transaction_id, type, type_version, occurred_at, actor, trace_id,
  causation_id, correlation_id, data, metadata, mentions
)
select
  e.id, a.stream, split_part(a.stream, '-', 1),
  ($1::jsonb ->> a.stream)::bigint - jsonb_array_length(a.events) + e.place,
  $2::xid8, e.type, e.version, e.occurred_at, e.actor, e.trace_id,
  e.causation_id, e.correlation_id, coalesce(e.data, 'null'), e.metadata, e.mentions
from rows from (jsonb_to_recordset($3::jsonb) as (stream text, events jsonb))
  with ordinality as a(stream, events, place)
cross join lateral rows from (
  jsonb_to_recordset(a.events) as (
    id uuid, type text, version integer, occurred_at timestamptz, actor text, trace_id text,
    causation_id uuid, correlation_id text, data jsonb, metadata jsonb, mentions uuid[]
  )
) with ordinality as e(
  id, type, version, occurred_at, actor, trace_id, causation_id, correlation_id, data, metadata, mentions, place
)
order by a.place, e.place
returning id, stream_version, transaction_id::text::bigint, position;
--   Insert on events
--     ->  Subquery Scan on "*SELECT*"
--       ->  Incremental Sort
--         Sort Key: a.place, e.place
--         Presorted Key: a.place
--         ->  Nested Loop
--           ->  Function Scan on jsonb_to_recordset a
--           ->  Function Scan on jsonb_to_recordset e
update log.streams set transaction_id = $1::xid8 where stream in (select jsonb_object_keys($2::jsonb));
--   Update on streams
--     ->  Nested Loop
--       ->  HashAggregate
--         Group Key: "ANY_subquery".jsonb_object_keys
--         ->  Subquery Scan on "ANY_subquery"
--           ->  ProjectSet
--             ->  Result
--       ->  Index Scan using streams_pkey on streams
--         Index Cond: (stream = ("ANY_subquery".jsonb_object_keys)::text)

-- Cursors.save, the first time
insert into log.cursors (consumer, revision, transaction_id, position, target, target_sequence)
values ($1, $2 + 1, $3, $4, $5, $6) on conflict do nothing returning consumer;
--   Insert on cursors
--     Conflict Resolution: NOTHING
--     ->  Result

-- Cursors.load  [hot path]
select revision, transaction_id, position, target, target_sequence from log.cursors where consumer = $1;
--   Index Scan using cursors_pkey on cursors
--     Index Cond: (consumer = '?'::text)

-- Cursors.save  [hot path]
update log.cursors set revision = $2 + 1, transaction_id = $3, position = $4, target = $5,
  target_sequence = $6, updated_at = clock_timestamp()
where consumer = $1 and revision = $2 returning consumer;
--   Update on cursors
--     ->  Index Scan using cursors_pkey on cursors
--       Index Cond: (consumer = '?'::text)
--       Filter: (revision = '?'::bigint)

-- Inbox.apply  [hot path]
insert into consumer.inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning consumer;
--   Insert on inbox
--     Conflict Resolution: NOTHING
--     ->  Result

-- Inbox.apply, what cannot be applied
insert into consumer.inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning consumer;
--   Insert on inbox
--     Conflict Resolution: NOTHING
--     ->  Result
insert into consumer.inbox_failures as known (consumer, event_id, tries, reason) values ($1, $2, 1, $3)
on conflict (consumer, event_id) do update
  set tries = known.tries + 1, reason = excluded.reason, failed_at = clock_timestamp()
returning tries;
--   Insert on inbox_failures known
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: inbox_failures_pkey
--     ->  Result
insert into consumer.dead_letters (consumer, event_id, event, tries, reason) values ($1, $2, $3::jsonb, $4, $5)
on conflict (consumer, event_id) do update set tries = excluded.tries, reason = excluded.reason;
--   Insert on dead_letters
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: dead_letters_pkey
--     ->  Result
delete from consumer.inbox_failures where consumer = $1 and event_id = $2;
--   Delete on inbox_failures
--     ->  Index Scan using inbox_failures_pkey on inbox_failures
--       Index Cond: ((consumer = '?'::text) AND (event_id = '?'::uuid))

-- Inbox.revive
delete from consumer.dead_letters where consumer = $1 and event_id = $2 returning event;
--   Delete on dead_letters
--     ->  Index Scan using dead_letters_pkey on dead_letters
--       Index Cond: ((consumer = '?'::text) AND (event_id = '?'::uuid))

-- Inbox.bury
insert into consumer.inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning consumer;
--   Insert on inbox
--     Conflict Resolution: NOTHING
--     ->  Result
insert into consumer.dead_letters (consumer, event_id, event, tries, reason) values ($1, $2, $3::jsonb, $4, $5)
on conflict (consumer, event_id) do update set tries = excluded.tries, reason = excluded.reason;
--   Insert on dead_letters
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: dead_letters_pkey
--     ->  Result
delete from consumer.inbox_failures where consumer = $1 and event_id = $2;
--   Delete on inbox_failures
--     ->  Index Scan using inbox_failures_pkey on inbox_failures
--       Index Cond: ((consumer = '?'::text) AND (event_id = '?'::uuid))
