-- Made by `npm run queries:update`; a test makes it again and compares. What each method of a repository sends to the
-- database, and the plan it has where the database holds 5,000 cached answers, 200 manifests, 100 keys and 6 models of the router.
-- A hot path reads these tables from end to end, and no other:
--   api_keys: all of its few rows are what is asked for

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
select r.key, r.knowledge, r.answer from jsonb_to_recordset($1::jsonb) as r(key text, knowledge text, answer text)
on conflict (key) do update set answer = excluded.answer, kept_at = now();
--   Insert on cached_answers
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: cached_answers_pkey
--     ->  Function Scan on jsonb_to_recordset r

-- PostgresTier.delete  [hot path]
delete from gateway.cached_answers where key = $1;
--   Delete on cached_answers
--     ->  Index Scan using cached_answers_pkey on cached_answers
--       Index Cond: (key = '?'::text)

-- PostgresTier.newest
select key, answer from gateway.cached_answers where knowledge = any($1) order by kept_at desc limit $2;
--   Limit
--     ->  Index Scan Backward using cached_answers_newest on cached_answers
--       Filter: (knowledge = ANY ('?'::text[]))

-- PostgresTier.tidy
delete from gateway.cached_answers where knowledge <> all($1);
--   Delete on cached_answers
--     ->  Seq Scan on cached_answers
--       Filter: (knowledge <> ALL ('?'::text[]))
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
