-- Made by `npm run queries:update`; a test makes it again and compares. What each method of a repository sends to the
-- database, and the plan it has where the database holds 5,000 cached answers, 200 manifests, 100 keys and 96,000 events in 6 months.
-- A hot path reads these tables from end to end, and no other:
--   api_keys: all of its few rows are what is asked for
--   events_ahead: the partition of a month to come, which has no rows yet
--   events_default: has no rows unless a clock was far off

-- PostgresTier.get  [hot path]
select key, answer from gateway.cached_answers where key = any($1);
--   Index Scan using cached_answers_pkey on cached_answers
--     Index Cond: (key = ANY ('?'::text[]))
-- and whatever the parameters are:
--   Bitmap Heap Scan on cached_answers
--     Recheck Cond: (key = ANY ($1))
--     ->  Bitmap Index Scan on cached_answers_pkey
--       Index Cond: (key = ANY ($1))

-- PostgresTier.set  [hot path]
insert into gateway.cached_answers (key, knowledge, answer)
select r.key, r.knowledge, r.answer from unnest($1::text[], $2::text[], $3::text[]) as r(key, knowledge, answer)
on conflict (key) do update set answer = excluded.answer, kept_at = now();
--   Insert on cached_answers
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: cached_answers_pkey
--     ->  Function Scan on r

-- PostgresTier.delete  [hot path]
delete from gateway.cached_answers where key = $1;
--   Delete on cached_answers
--     ->  Index Scan using cached_answers_pkey on cached_answers
--       Index Cond: (key = '?'::text)

-- PostgresTier.newest
select key, answer from (
  select key, answer, sum(octet_length(answer)) over (order by kept_at desc, key rows unbounded preceding) as bytes
  from (select key, answer, kept_at from gateway.cached_answers order by kept_at desc limit $1) as newest
) as summed where bytes <= $2;
--   Subquery Scan on summed
--     Filter: (summed.bytes <= '?'::bigint)
--     ->  WindowAgg
--       Window: w1 AS (ORDER BY newest.kept_at, newest.key ROWS UNBOUNDED PRECEDING)
--       ->  Incremental Sort
--         Sort Key: newest.kept_at DESC, newest.key COLLATE "C"
--         Presorted Key: newest.kept_at
--         ->  Subquery Scan on newest
--           ->  Limit
--             ->  Index Scan Backward using cached_answers_newest on cached_answers

-- PostgresTier.tidy
with recursive names as (
  (select knowledge from gateway.cached_answers order by knowledge limit 1)
  union all
  select (select a.knowledge from gateway.cached_answers a where a.knowledge > n.knowledge order by a.knowledge limit 1)
  from names n where n.knowledge is not null
) select knowledge from names where knowledge is not null;
--   CTE Scan on names
--     Filter: (knowledge IS NOT NULL)
--     CTE names
--       ->  Recursive Union
--         ->  Limit
--           ->  Index Only Scan using cached_answers_knowledge on cached_answers
--         ->  WorkTable Scan on names n
--           Filter: (knowledge IS NOT NULL)
delete from gateway.cached_answers where knowledge = $1;
--   Delete on cached_answers
--     ->  Bitmap Heap Scan on cached_answers
--       Recheck Cond: (knowledge = '?'::text)
--       ->  Bitmap Index Scan on cached_answers_knowledge
--         Index Cond: (knowledge = '?'::text)
delete from gateway.cached_answers where kept_at < (
select kept_at from gateway.cached_answers order by kept_at desc offset $1 limit 1);
--   Delete on cached_answers
--     InitPlan 1
--       ->  Limit
--         ->  Index Only Scan Backward using cached_answers_newest on cached_answers cached_answers_1
--     ->  Index Scan using cached_answers_newest on cached_answers
--       Index Cond: (kept_at < (InitPlan 1).col1)

-- ApiKeys.load  [hot path]
SELECT id, name, scopes, key_hash FROM gateway.api_keys WHERE revoked_at IS NULL;
--   Seq Scan on api_keys
--     Filter: (revoked_at IS NULL)

-- ApiKeys.store
INSERT INTO gateway.api_keys (id, name, key_hash, scopes) VALUES ($1, $1, $2, $3)
ON CONFLICT (id) DO UPDATE SET key_hash = excluded.key_hash, scopes = excluded.scopes, revoked_at = NULL;
--   Insert on api_keys
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: api_keys_pkey
--     ->  Result
SELECT id, name, scopes, key_hash FROM gateway.api_keys WHERE revoked_at IS NULL;
--   Seq Scan on api_keys
--     Filter: (revoked_at IS NULL)

-- ManifestStore.load
SELECT id, manifest FROM gateway.assistants ORDER BY id;
--   Sort
--     Sort Key: id
--     ->  Seq Scan on assistants

-- ManifestStore.save  [hot path]
INSERT INTO gateway.assistants (id, version, manifest, manifest_hash) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, manifest = excluded.manifest,
  manifest_hash = excluded.manifest_hash, announced_at = now()
WHERE gateway.assistants.manifest_hash <> excluded.manifest_hash;
--   Insert on assistants
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: assistants_pkey
--     Conflict Filter: (assistants.manifest_hash <> excluded.manifest_hash)
--     ->  Result

-- PostgresRouterModels.load
select parts, data from gateway.router_models where owner = $1 and fingerprint = $2 order by part;
--   Sort
--     Sort Key: part
--     ->  Seq Scan on router_models
--       Filter: ((owner = '?'::text) AND (fingerprint = '?'::text))

-- PostgresRouterModels.save
insert into gateway.router_models (owner, fingerprint, part, parts, data) values ($1, $2, $3, $4, $5)
on conflict (owner, fingerprint, part) do update set
  parts = excluded.parts, data = excluded.data, kept_at = now();
--   Insert on router_models
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: router_models_pkey
--     ->  Result
delete from gateway.router_models where owner = $1 and fingerprint not in (
select fingerprint from gateway.router_models where owner = $1 group by fingerprint order by max(kept_at) desc limit $2);
--   Delete on router_models
--     ->  Seq Scan on router_models
--       Filter: ((NOT (ANY (fingerprint = (hashed SubPlan 1).col1))) AND (owner = '?'::text))
--       SubPlan 1
--         ->  Limit
--           ->  Sort
--             Sort Key: (max(router_models_1.kept_at)) DESC
--             ->  HashAggregate
--               Group Key: router_models_1.fingerprint
--               ->  Seq Scan on router_models router_models_1
--                 Filter: (owner = '?'::text)

-- ConfigLog.append  [hot path]
select id, stream_version, transaction_id, "position" from log.append($1::jsonb);
--   Function Scan on append

-- ConfigLog.newest  [hot path]
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

-- ConfigLog.versions, one  [hot path]
select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e where e.stream = $1 and e.stream_version >= $2 and e.stream_version <= coalesce($3::bigint, e.stream_version) order by e.stream_version desc limit $4::bigint;
--   Sort
--     Sort Key: e.stream_version DESC
--     ->  Append
--       ->  Index Scan Backward using events_month_stream_stream_version_idx on events_month e_n  (6 times)
--         Index Cond: ((stream = '?'::text) AND (stream_version >= '?'::bigint) AND (stream_version <= '?'::bigint))
--       ->  Seq Scan on events_ahead e_n  (3 times)
--         Filter: ((stream_version >= '?'::bigint) AND (stream_version <= '?'::bigint) AND (stream = '?'::text))
--       ->  Seq Scan on events_default e_n
--         Filter: ((stream_version >= '?'::bigint) AND (stream_version <= '?'::bigint) AND (stream = '?'::text))
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

-- LatestQuestions.read  [hot path]
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

-- LearningLog.mark  [hot path]
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

-- LearningLog.standing  [hot path]
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

-- LearningLog.evidence
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
