-- Made by `npm run queries:update`; a test makes it again and compares. What each method of a repository sends to the
-- database, and the plan it has where the database holds 300 SOPs of 6 assistants in 900 versions, and 3,000 sections.
-- A hot path reads these tables from end to end, and no other:
--   states: has one row for each assistant
--   scopes: has one row for each assistant

-- search  [hot path]
with in_scope as materialized (
  select s.id, s.version, s.title, s.embedder = $7::text and $6::vector is not null as comparable,
    coalesce(l.likelihood, 0) as likelihood, $10::double precision * coalesce(l.likelihood, 0) as expected,
    $10::double precision * coalesce(l.likelihood, 0) + $11::double precision * -(s.terms <#> $4::sparsevec)
      + case when s.embedder = $7::text and $6::vector is not null
        then $12::double precision * -(s.embedding <#> $6::vector) else 0 end as score
  from knowledge.sops s
    left join unnest($8::text[], $9::double precision[]) as l (sop, likelihood) on l.sop = s.id
  where s.assistant = $1::text and ($2::text is null or $2::text = any (s.sites))
    and ($3::text[] is null or s.id = any ($3::text[]))
  order by score desc, s.id limit 2 * $17::integer
), nearest as materialized (
  select c.sop, c.ordinal, i.version, i.title, i.comparable, i.likelihood,
    i.expected + case when c.opens then $15::double precision else 0 end as expected,
    i.score + $13::double precision * -(c.terms <#> $4::sparsevec)
      + case when i.comparable then $14::double precision * -(c.embedding <#> $6::vector) else 0 end
      + case when c.opens then $15::double precision else 0 end as score
  from in_scope i join knowledge.chunks c on c.sop = i.id
  where $2::text is null or c.sites = '{}' or $2::text = any (c.sites)
  order by score desc, c.sop, c.ordinal limit 3 * $17::integer
), placed as (
  select n.*, row_number() over (partition by n.sop order by n.score desc, n.ordinal) as place from nearest n
), best as (
  select p.* from placed p where p.place <= $16::integer and p.score > p.expected
  order by p.score desc, p.sop, p.ordinal limit $17::integer
)
select (select x.version from knowledge.scopes x where x.assistant = $1::text) as knowledge_version,
  (select y.name from knowledge.states y where y.assistant = $1::text) as state,
  b.sop, b.version, b.title, c.heading, c.text, c.span_start, c.span_end, b.score,
  case when b.comparable then -(c.embedding <#> $6::vector) else 0 end as similarity,
  -(c.told <#> $5::sparsevec) as coverage, b.likelihood
from best b join knowledge.chunks c on c.sop = b.sop and c.ordinal = b.ordinal
order by b.score desc, b.sop, b.ordinal;
--   Nested Loop
--     CTE in_scope
--       ->  Limit
--         ->  Sort
--           Sort Key: (((('?'::double precision * COALESCE(l.likelihood, '?'::double precision)) + ('?'::double precision * (- (s.terms <#> '?'::sparsevec)))) + CASE WHEN (s.embedder = '?'::text) THEN ('?'::double precision * (- (s.embedding <#> '?'::vector))) ELSE '?'::double precision END)) DESC, s.id COLLATE "C"
--           ->  Nested Loop Left Join
--             Join Filter: (l.sop = s.id)
--             ->  Bitmap Heap Scan on sops s
--               Recheck Cond: (assistant = '?'::text)
--               Filter: ('?'::text = ANY (sites))
--               ->  Bitmap Index Scan on sops_assistant
--                 Index Cond: (assistant = '?'::text)
--             ->  Function Scan on l
--     CTE nearest
--       ->  Limit
--         ->  Sort
--           Sort Key: ((((i.score + ('?'::double precision * (- (c_1.terms <#> '?'::sparsevec)))) + CASE WHEN i.comparable THEN ('?'::double precision * (- (c_1.embedding <#> '?'::vector))) ELSE '?'::double precision END) + CASE WHEN c_1.opens THEN '?'::double precision ELSE '?'::double precision END)) DESC, c_1.sop COLLATE "C", c_1.ordinal
--           ->  Nested Loop
--             ->  CTE Scan on in_scope i
--             ->  Index Scan using chunks_pkey on chunks c_1
--               Index Cond: (sop = i.id)
--               Filter: ((sites = '?'::text[]) OR ('?'::text = ANY (sites)))
--     InitPlan 3
--       ->  Seq Scan on scopes x
--         Filter: (assistant = '?'::text)
--     InitPlan 4
--       ->  Seq Scan on states y
--         Filter: (assistant = '?'::text)
--     ->  Limit
--       ->  Sort
--         Sort Key: p.score DESC, p.sop COLLATE "C", p.ordinal
--         ->  Subquery Scan on p
--           Filter: (p.score > p.expected)
--           ->  WindowAgg
--             Window: w1 AS (PARTITION BY n.sop ORDER BY n.score, n.ordinal ROWS UNBOUNDED PRECEDING)
--             Run Condition: (row_number() OVER w1 <= 3)
--             ->  Sort
--               Sort Key: n.sop COLLATE "C", n.score DESC, n.ordinal
--               ->  CTE Scan on nearest n
--     ->  Index Scan using chunks_pkey on chunks c
--       Index Cond: ((sop = p.sop) AND (ordinal = p.ordinal))
-- and whatever the parameters are:
--   Nested Loop
--     CTE in_scope
--       ->  Limit
--         ->  Sort
--           Sort Key: (((($10 * COALESCE(l.likelihood, '?'::double precision)) + ($11 * (- (s.terms <#> $4)))) + CASE WHEN ((s.embedder = $7) AND ($6 IS NOT NULL)) THEN ($12 * (- (s.embedding <#> $6))) ELSE '?'::double precision END)) DESC, s.id COLLATE "C"
--           ->  Nested Loop Left Join
--             Join Filter: (l.sop = s.id)
--             ->  Bitmap Heap Scan on sops s
--               Recheck Cond: (assistant = $1)
--               Filter: ((($2 IS NULL) OR ($2 = ANY (sites))) AND (($3 IS NULL) OR (id = ANY ($3))))
--               ->  Bitmap Index Scan on sops_assistant
--                 Index Cond: (assistant = $1)
--             ->  Function Scan on l
--     CTE nearest
--       ->  Limit
--         ->  Sort
--           Sort Key: ((((i.score + ($13 * (- (c_1.terms <#> $4)))) + CASE WHEN i.comparable THEN ($14 * (- (c_1.embedding <#> $6))) ELSE '?'::double precision END) + CASE WHEN c_1.opens THEN $15 ELSE '?'::double precision END)) DESC, c_1.sop COLLATE "C", c_1.ordinal
--           ->  Nested Loop
--             ->  CTE Scan on in_scope i
--             ->  Bitmap Heap Scan on chunks c_1
--               Recheck Cond: (sop = i.id)
--               Filter: (($2 IS NULL) OR (sites = '?'::text[]) OR ($2 = ANY (sites)))
--               ->  Bitmap Index Scan on chunks_pkey
--                 Index Cond: (sop = i.id)
--     InitPlan 3
--       ->  Seq Scan on scopes x
--         Filter: (assistant = $1)
--     InitPlan 4
--       ->  Seq Scan on states y
--         Filter: (assistant = $1)
--     ->  Limit
--       ->  Sort
--         Sort Key: p.score DESC, p.sop COLLATE "C", p.ordinal
--         ->  Subquery Scan on p
--           Filter: (p.score > p.expected)
--           ->  WindowAgg
--             Window: w1 AS (PARTITION BY n.sop ORDER BY n.score, n.ordinal ROWS UNBOUNDED PRECEDING)
--             Run Condition: (row_number() OVER w1 <= $16)
--             ->  Sort
--               Sort Key: n.sop COLLATE "C", n.score DESC, n.ordinal
--               ->  CTE Scan on nearest n
--     ->  Index Scan using chunks_pkey on chunks c
--       Index Cond: ((sop = p.sop) AND (ordinal = p.ordinal))

-- search, of an empty scope  [hot path]
with in_scope as materialized (
  select s.id, s.version, s.title, s.embedder = $7::text and $6::vector is not null as comparable,
    coalesce(l.likelihood, 0) as likelihood, $10::double precision * coalesce(l.likelihood, 0) as expected,
    $10::double precision * coalesce(l.likelihood, 0) + $11::double precision * -(s.terms <#> $4::sparsevec)
      + case when s.embedder = $7::text and $6::vector is not null
        then $12::double precision * -(s.embedding <#> $6::vector) else 0 end as score
  from knowledge.sops s
    left join unnest($8::text[], $9::double precision[]) as l (sop, likelihood) on l.sop = s.id
  where s.assistant = $1::text and ($2::text is null or $2::text = any (s.sites))
    and ($3::text[] is null or s.id = any ($3::text[]))
  order by score desc, s.id limit 2 * $17::integer
), nearest as materialized (
  select c.sop, c.ordinal, i.version, i.title, i.comparable, i.likelihood,
    i.expected + case when c.opens then $15::double precision else 0 end as expected,
    i.score + $13::double precision * -(c.terms <#> $4::sparsevec)
      + case when i.comparable then $14::double precision * -(c.embedding <#> $6::vector) else 0 end
      + case when c.opens then $15::double precision else 0 end as score
  from in_scope i join knowledge.chunks c on c.sop = i.id
  where $2::text is null or c.sites = '{}' or $2::text = any (c.sites)
  order by score desc, c.sop, c.ordinal limit 3 * $17::integer
), placed as (
  select n.*, row_number() over (partition by n.sop order by n.score desc, n.ordinal) as place from nearest n
), best as (
  select p.* from placed p where p.place <= $16::integer and p.score > p.expected
  order by p.score desc, p.sop, p.ordinal limit $17::integer
)
select (select x.version from knowledge.scopes x where x.assistant = $1::text) as knowledge_version,
  (select y.name from knowledge.states y where y.assistant = $1::text) as state,
  b.sop, b.version, b.title, c.heading, c.text, c.span_start, c.span_end, b.score,
  case when b.comparable then -(c.embedding <#> $6::vector) else 0 end as similarity,
  -(c.told <#> $5::sparsevec) as coverage, b.likelihood
from best b join knowledge.chunks c on c.sop = b.sop and c.ordinal = b.ordinal
order by b.score desc, b.sop, b.ordinal;
--   Nested Loop
--     CTE in_scope
--       ->  Limit
--         ->  Sort
--           Sort Key: (((('?'::double precision * COALESCE(l.likelihood, '?'::double precision)) + ('?'::double precision * (- (s.terms <#> '?'::sparsevec)))) + CASE WHEN (s.embedder = '?'::text) THEN ('?'::double precision * (- (s.embedding <#> '?'::vector))) ELSE '?'::double precision END)) DESC, s.id COLLATE "C"
--           ->  Nested Loop Left Join
--             Join Filter: (l.sop = s.id)
--             ->  Index Scan using sops_assistant on sops s
--               Index Cond: (assistant = '?'::text)
--               Filter: ('?'::text = ANY (sites))
--             ->  Function Scan on l
--     CTE nearest
--       ->  Limit
--         ->  Sort
--           Sort Key: ((((i.score + ('?'::double precision * (- (c_1.terms <#> '?'::sparsevec)))) + CASE WHEN i.comparable THEN ('?'::double precision * (- (c_1.embedding <#> '?'::vector))) ELSE '?'::double precision END) + CASE WHEN c_1.opens THEN '?'::double precision ELSE '?'::double precision END)) DESC, c_1.sop COLLATE "C", c_1.ordinal
--           ->  Nested Loop
--             ->  CTE Scan on in_scope i
--             ->  Bitmap Heap Scan on chunks c_1
--               Recheck Cond: (sop = i.id)
--               Filter: ((sites = '?'::text[]) OR ('?'::text = ANY (sites)))
--               ->  Bitmap Index Scan on chunks_pkey
--                 Index Cond: (sop = i.id)
--     InitPlan 3
--       ->  Seq Scan on scopes x
--         Filter: (assistant = '?'::text)
--     InitPlan 4
--       ->  Seq Scan on states y
--         Filter: (assistant = '?'::text)
--     ->  Limit
--       ->  Sort
--         Sort Key: p.score DESC, p.sop COLLATE "C", p.ordinal
--         ->  Subquery Scan on p
--           Filter: (p.score > p.expected)
--           ->  WindowAgg
--             Window: w1 AS (PARTITION BY n.sop ORDER BY n.score, n.ordinal ROWS UNBOUNDED PRECEDING)
--             Run Condition: (row_number() OVER w1 <= 3)
--             ->  Sort
--               Sort Key: n.sop COLLATE "C", n.score DESC, n.ordinal
--               ->  CTE Scan on nearest n
--     ->  Index Scan using chunks_pkey on chunks c
--       Index Cond: ((sop = p.sop) AND (ordinal = p.ordinal))
-- and whatever the parameters are:
--   Nested Loop
--     CTE in_scope
--       ->  Limit
--         ->  Sort
--           Sort Key: (((($10 * COALESCE(l.likelihood, '?'::double precision)) + ($11 * (- (s.terms <#> $4)))) + CASE WHEN ((s.embedder = $7) AND ($6 IS NOT NULL)) THEN ($12 * (- (s.embedding <#> $6))) ELSE '?'::double precision END)) DESC, s.id COLLATE "C"
--           ->  Nested Loop Left Join
--             Join Filter: (l.sop = s.id)
--             ->  Bitmap Heap Scan on sops s
--               Recheck Cond: (assistant = $1)
--               Filter: ((($2 IS NULL) OR ($2 = ANY (sites))) AND (($3 IS NULL) OR (id = ANY ($3))))
--               ->  Bitmap Index Scan on sops_assistant
--                 Index Cond: (assistant = $1)
--             ->  Function Scan on l
--     CTE nearest
--       ->  Limit
--         ->  Sort
--           Sort Key: ((((i.score + ($13 * (- (c_1.terms <#> $4)))) + CASE WHEN i.comparable THEN ($14 * (- (c_1.embedding <#> $6))) ELSE '?'::double precision END) + CASE WHEN c_1.opens THEN $15 ELSE '?'::double precision END)) DESC, c_1.sop COLLATE "C", c_1.ordinal
--           ->  Nested Loop
--             ->  CTE Scan on in_scope i
--             ->  Bitmap Heap Scan on chunks c_1
--               Recheck Cond: (sop = i.id)
--               Filter: (($2 IS NULL) OR (sites = '?'::text[]) OR ($2 = ANY (sites)))
--               ->  Bitmap Index Scan on chunks_pkey
--                 Index Cond: (sop = i.id)
--     InitPlan 3
--       ->  Seq Scan on scopes x
--         Filter: (assistant = $1)
--     InitPlan 4
--       ->  Seq Scan on states y
--         Filter: (assistant = $1)
--     ->  Limit
--       ->  Sort
--         Sort Key: p.score DESC, p.sop COLLATE "C", p.ordinal
--         ->  Subquery Scan on p
--           Filter: (p.score > p.expected)
--           ->  WindowAgg
--             Window: w1 AS (PARTITION BY n.sop ORDER BY n.score, n.ordinal ROWS UNBOUNDED PRECEDING)
--             Run Condition: (row_number() OVER w1 <= $16)
--             ->  Sort
--               Sort Key: n.sop COLLATE "C", n.score DESC, n.ordinal
--               ->  CTE Scan on nearest n
--     ->  Index Scan using chunks_pkey on chunks c
--       Index Cond: ((sop = p.sop) AND (ordinal = p.ordinal))
select x.version as knowledge_version, y.name as state
from knowledge.scopes x left join knowledge.states y on y.assistant = x.assistant where x.assistant = $1;
--   Nested Loop Left Join
--     ->  Seq Scan on scopes x
--       Filter: (assistant = '?'::text)
--     ->  Seq Scan on states y
--       Filter: (assistant = '?'::text COLLATE "C")
-- and whatever the parameters are:
--   Nested Loop Left Join
--     ->  Seq Scan on scopes x
--       Filter: (assistant = $1)
--     ->  Seq Scan on states y
--       Filter: (assistant = ($1)::text)

-- readScope  [hot path]
with head as materialized (
  select (select y.name from knowledge.states y where y.assistant = $1) as state,
    coalesce((select x.version from knowledge.scopes x where x.assistant = $1), 0) as knowledge_version,
    (select count(*) from knowledge.sops s join knowledge.chunks c on c.sop = s.id where s.assistant = $1) as sections
), content as (
  select s.id as sop, null::integer as ordinal, s.version, s.title, s.embedder, null::text as heading, null::text as text,
    null::integer as span_start, null::integer as span_end, null::boolean as opens, s.sites,
    vector_send(s.embedding) as embedding, sparsevec_send(s.terms) as terms, null::bytea as told
  from knowledge.sops s where s.assistant = $1 and (select h.sections from head h) <= $2::integer
  union all
  select c.sop, c.ordinal, null, null, null, c.heading, c.text, c.span_start, c.span_end, c.opens, c.sites,
    vector_send(c.embedding), sparsevec_send(c.terms), sparsevec_send(c.told)
  from knowledge.chunks c
  where c.sop = any (array(select s.id from knowledge.sops s where s.assistant = $1))
    and (select h.sections from head h) <= $2::integer
)
select h.state, h.knowledge_version, h.sections, c.*
from head h left join content c on true
order by c.sop, c.ordinal nulls first;
--   Sort
--     Sort Key: s.id COLLATE "C", (NULL::integer) NULLS FIRST
--     CTE head
--       ->  Result
--         InitPlan 1
--           ->  Seq Scan on states y
--             Filter: (assistant = '?'::text)
--         InitPlan 2
--           ->  Seq Scan on scopes x
--             Filter: (assistant = '?'::text)
--         InitPlan 3
--           ->  Aggregate
--             ->  Nested Loop
--               ->  Bitmap Heap Scan on sops s_1
--                 Recheck Cond: (assistant = '?'::text)
--                 ->  Bitmap Index Scan on sops_assistant
--                   Index Cond: (assistant = '?'::text)
--               ->  Index Only Scan using chunks_pkey on chunks c_2
--                 Index Cond: (sop = s_1.id)
--     ->  Nested Loop Left Join
--       ->  CTE Scan on head h
--       ->  Append
--         ->  Result
--           One-Time Filter: ((InitPlan 5).col1 <= 2000)
--           InitPlan 5
--             ->  CTE Scan on head h_1
--           ->  Bitmap Heap Scan on sops s
--             Recheck Cond: (assistant = '?'::text)
--             ->  Bitmap Index Scan on sops_assistant
--               Index Cond: (assistant = '?'::text)
--         ->  Result
--           One-Time Filter: ((InitPlan 7).col1 <= 2000)
--           InitPlan 6
--             ->  Bitmap Heap Scan on sops s_2
--               Recheck Cond: (assistant = '?'::text)
--               ->  Bitmap Index Scan on sops_assistant
--                 Index Cond: (assistant = '?'::text)
--           InitPlan 7
--             ->  CTE Scan on head h_2
--           ->  Bitmap Heap Scan on chunks c_1
--             Recheck Cond: (sop = ANY ((InitPlan 6).col1))
--             ->  Bitmap Index Scan on chunks_pkey
--               Index Cond: (sop = ANY ((InitPlan 6).col1))

-- KnowledgeStates.read  [hot path]
select assistant, name from knowledge.states;
--   Seq Scan on states

-- Vocabularies.of  [hot path]
select coalesce((select version from knowledge.scopes where assistant = $1), 0) as version,
(select name from knowledge.states where assistant = $1) as state,
(select count(*)::integer from knowledge.sops where assistant = $1) as sops,
coalesce((select jsonb_object_agg(term, sops) from (
  select term, count(*) as sops from knowledge.sops, unnest(vocabulary) as term where assistant = $1 group by term
) as frequencies), '{}') as frequencies;
--   Result
--     InitPlan 1
--       ->  Seq Scan on scopes
--         Filter: (assistant = '?'::text)
--     InitPlan 2
--       ->  Seq Scan on states
--         Filter: (assistant = '?'::text)
--     InitPlan 3
--       ->  Aggregate
--         ->  Index Only Scan using sops_assistant on sops
--           Index Cond: (assistant = '?'::text)
--     InitPlan 4
--       ->  Aggregate
--         ->  HashAggregate
--           Group Key: term.term
--           ->  Nested Loop
--             ->  Bitmap Heap Scan on sops sops_1
--               Recheck Cond: (assistant = '?'::text)
--               ->  Bitmap Index Scan on sops_assistant
--                 Index Cond: (assistant = '?'::text)
--             ->  Function Scan on unnest term

-- SopStore.version  [hot path]
select sop as id, title, assistant, owner, sites, review_by, version, content_hash, published_at, asks, markdown, body_start, published_by from knowledge.sop_versions
where sop = $1 and version = coalesce($2::integer, (select s.version from knowledge.sops s where s.id = $1));
--   Index Scan using sop_versions_pkey on sop_versions
--     Index Cond: ((sop = '?'::text) AND (version = COALESCE((InitPlan 1).col1)))
--     InitPlan 1
--       ->  Index Scan using sops_pkey on sops s
--         Index Cond: (id = '?'::text)

-- SopStore.version, an older one  [hot path]
select sop as id, title, assistant, owner, sites, review_by, version, content_hash, published_at, asks, markdown, body_start, published_by from knowledge.sop_versions
where sop = $1 and version = coalesce($2::integer, (select s.version from knowledge.sops s where s.id = $1));
--   Index Scan using sop_versions_pkey on sop_versions
--     Index Cond: ((sop = '?'::text) AND (version = 1))

-- SopStore.published  [hot path]
select sop as id, title, assistant, owner, sites, review_by, version, content_hash, published_at, asks, markdown, body_start, published_by from knowledge.sop_versions
where sop = $1 and version = coalesce($2::integer, (select s.version from knowledge.sops s where s.id = $1));
--   Index Scan using sop_versions_pkey on sop_versions
--     Index Cond: ((sop = '?'::text) AND (version = COALESCE((InitPlan 1).col1)))
--     InitPlan 1
--       ->  Index Scan using sops_pkey on sops s
--         Index Cond: (id = '?'::text)

-- SopStore.current  [hot path]
select id, title, assistant, owner, sites, review_by, version, content_hash, published_at from knowledge.sops where id = $1;
--   Index Scan using sops_pkey on sops
--     Index Cond: (id = '?'::text)

-- SopStore.summaries, of an assistant  [hot path]
select id, title, assistant, owner, sites, review_by, version, content_hash, published_at from knowledge.sops where $1::text is null or assistant = $1 order by id;
--   Sort
--     Sort Key: id COLLATE "C"
--     ->  Bitmap Heap Scan on sops
--       Recheck Cond: (assistant = '?'::text)
--       ->  Bitmap Index Scan on sops_assistant
--         Index Cond: (assistant = '?'::text)

-- SopStore.summaries
select id, title, assistant, owner, sites, review_by, version, content_hash, published_at from knowledge.sops where $1::text is null or assistant = $1 order by id;
--   Sort
--     Sort Key: id COLLATE "C"
--     ->  Seq Scan on sops

-- SopStore.indexedOtherwise
select id from knowledge.sops where embedder <> $1 or analyzer <> $2 order by id;
--   Sort
--     Sort Key: id COLLATE "C"
--     ->  Seq Scan on sops
--       Filter: ((embedder <> '?'::text) OR (analyzer <> '?'::text))

-- SopClassifiers.start
select assistant from knowledge.scopes order by assistant;
--   Sort
--     Sort Key: assistant COLLATE "C"
--     ->  Seq Scan on scopes
select coalesce((select version from knowledge.scopes where assistant = $1), 0) as version,
(select name from knowledge.states where assistant = $1) as state,
(select jsonb_agg(jsonb_build_object('id', s.id, 'texts', to_jsonb(s.asks || s.title || array(
  select c.heading from knowledge.chunks c where c.sop = s.id order by c.ordinal))) order by s.id)
 from knowledge.sops s where s.assistant = $1) as sops;
--   Result
--     InitPlan 1
--       ->  Seq Scan on scopes
--         Filter: (assistant = '?'::text)
--     InitPlan 2
--       ->  Seq Scan on states
--         Filter: (assistant = '?'::text)
--     InitPlan 4
--       ->  Aggregate
--         ->  Sort
--           Sort Key: s.id COLLATE "C"
--           ->  Bitmap Heap Scan on sops s
--             Recheck Cond: (assistant = '?'::text)
--             ->  Bitmap Index Scan on sops_assistant
--               Index Cond: (assistant = '?'::text)
--         SubPlan 3
--           ->  Sort
--             Sort Key: c.ordinal
--             ->  Bitmap Heap Scan on chunks c
--               Recheck Cond: (sop = s.id)
--               ->  Bitmap Index Scan on chunks_pkey
--                 Index Cond: (sop = s.id)
select parts, data from knowledge.classifiers where owner = $1 and fingerprint = $2 order by part;
--   Sort
--     Sort Key: part
--     ->  Seq Scan on classifiers
--       Filter: ((owner = '?'::text) AND (fingerprint = '?'::text))

-- SopClassifiers, what was learned is kept
insert into knowledge.classifiers (owner, fingerprint, part, parts, data) values ($1, $2, $3, $4, $5)
on conflict (owner, fingerprint, part) do update set
  parts = excluded.parts, data = excluded.data, kept_at = now();
--   Insert on classifiers
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: classifiers_pkey
--     ->  Result
delete from knowledge.classifiers where owner = $1 and fingerprint not in (
select fingerprint from knowledge.classifiers where owner = $1 group by fingerprint order by max(kept_at) desc limit $2);
--   Delete on classifiers
--     ->  Seq Scan on classifiers
--       Filter: ((NOT (ANY (fingerprint = (hashed SubPlan 1).col1))) AND (owner = '?'::text))
--       SubPlan 1
--         ->  Limit
--           ->  Sort
--             Sort Key: (max(classifiers_1.kept_at)) DESC
--             ->  GroupAggregate
--               Group Key: classifiers_1.fingerprint
--               ->  Sort
--                 Sort Key: classifiers_1.fingerprint COLLATE "C"
--                 ->  Seq Scan on classifiers classifiers_1
--                   Filter: (owner = '?'::text)

-- publishSop  [hot path]
select id, title, assistant, owner, sites, review_by, version, content_hash, published_at from knowledge.sops where id = $1;
--   Index Scan using sops_pkey on sops
--     Index Cond: (id = '?'::text)
select id, stream_version, transaction_id, "position" from log.append($1::jsonb);
--   Function Scan on append
select assistant from knowledge.sops where id = $1;
--   Index Scan using sops_pkey on sops
--     Index Cond: (id = '?'::text)
insert into knowledge.scopes (assistant, version) values ($1, 1)
on conflict (assistant) do update set version = scopes.version + 1;
--   Insert on scopes
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: scopes_pkey
--     ->  Result
insert into knowledge.sop_versions (sop, version, title, assistant, owner, sites, review_by, asks, content_hash,
  markdown, body_start, published_at, published_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
--   Insert on sop_versions
--     ->  Result
insert into knowledge.sops (id, version, title, assistant, owner, sites, review_by, asks, content_hash, published_at,
  embedder, analyzer, embedding, terms, vocabulary)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (id) do update set version = excluded.version, title = excluded.title, assistant = excluded.assistant,
  owner = excluded.owner, sites = excluded.sites, review_by = excluded.review_by, asks = excluded.asks,
  content_hash = excluded.content_hash, published_at = excluded.published_at, embedder = excluded.embedder,
  analyzer = excluded.analyzer, embedding = excluded.embedding, terms = excluded.terms,
  vocabulary = excluded.vocabulary;
--   Insert on sops
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: sops_pkey
--     ->  Result
delete from knowledge.chunks where sop = $1;
--   Delete on chunks
--     ->  Bitmap Heap Scan on chunks
--       Recheck Cond: (sop = '?'::text)
--       ->  Bitmap Index Scan on chunks_pkey
--         Index Cond: (sop = '?'::text)
insert into knowledge.chunks (sop, ordinal, heading, text, span_start, span_end, embedding, terms, told, sites,
  opens)
select $1, r.ordinal, r.heading, r.text, r.span_start, r.span_end, r.embedding::vector, r.terms::sparsevec,
  r.told::sparsevec, r.sites, r.opens
from jsonb_to_recordset($2::jsonb) as r(ordinal integer, heading text, text text, span_start integer,
  span_end integer, embedding text, terms text, told text, sites text[], opens boolean);
--   Insert on chunks
--     ->  Function Scan on jsonb_to_recordset r

-- importSops
select sop, content_hash from knowledge.imports;
--   Seq Scan on imports
select id, title, assistant, owner, sites, review_by, version, content_hash, published_at from knowledge.sops where $1::text is null or assistant = $1 order by id;
--   Sort
--     Sort Key: id COLLATE "C"
--     ->  Seq Scan on sops
select id, title, assistant, owner, sites, review_by, version, content_hash, published_at from knowledge.sops where id = $1;
--   Index Scan using sops_pkey on sops
--     Index Cond: (id = '?'::text)
select id, stream_version, transaction_id, "position" from log.append($1::jsonb);
--   Function Scan on append
select assistant from knowledge.sops where id = $1;
--   Index Scan using sops_pkey on sops
--     Index Cond: (id = '?'::text)
insert into knowledge.scopes (assistant, version) values ($1, 1)
on conflict (assistant) do update set version = scopes.version + 1;
--   Insert on scopes
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: scopes_pkey
--     ->  Result
insert into knowledge.sop_versions (sop, version, title, assistant, owner, sites, review_by, asks, content_hash,
  markdown, body_start, published_at, published_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
--   Insert on sop_versions
--     ->  Result
insert into knowledge.sops (id, version, title, assistant, owner, sites, review_by, asks, content_hash, published_at,
  embedder, analyzer, embedding, terms, vocabulary)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (id) do update set version = excluded.version, title = excluded.title, assistant = excluded.assistant,
  owner = excluded.owner, sites = excluded.sites, review_by = excluded.review_by, asks = excluded.asks,
  content_hash = excluded.content_hash, published_at = excluded.published_at, embedder = excluded.embedder,
  analyzer = excluded.analyzer, embedding = excluded.embedding, terms = excluded.terms,
  vocabulary = excluded.vocabulary;
--   Insert on sops
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: sops_pkey
--     ->  Result
delete from knowledge.chunks where sop = $1;
--   Delete on chunks
--     ->  Bitmap Heap Scan on chunks
--       Recheck Cond: (sop = '?'::text)
--       ->  Bitmap Index Scan on chunks_pkey
--         Index Cond: (sop = '?'::text)
insert into knowledge.chunks (sop, ordinal, heading, text, span_start, span_end, embedding, terms, told, sites,
  opens)
select $1, r.ordinal, r.heading, r.text, r.span_start, r.span_end, r.embedding::vector, r.terms::sparsevec,
  r.told::sparsevec, r.sites, r.opens
from jsonb_to_recordset($2::jsonb) as r(ordinal integer, heading text, text text, span_start integer,
  span_end integer, embedding text, terms text, told text, sites text[], opens boolean);
--   Insert on chunks
--     ->  Function Scan on jsonb_to_recordset r
insert into knowledge.imports (sop, content_hash) values ($1, $2)
on conflict (sop) do update set content_hash = excluded.content_hash, imported_at = now();
--   Insert on imports
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: imports_pkey
--     ->  Result

-- reindexSops
select id from knowledge.sops where embedder <> $1 or analyzer <> $2 order by id;
--   Sort
--     Sort Key: id COLLATE "C"
--     ->  Seq Scan on sops
--       Filter: ((embedder <> '?'::text) OR (analyzer <> '?'::text))
select sop as id, title, assistant, owner, sites, review_by, version, content_hash, published_at, asks, markdown, body_start, published_by from knowledge.sop_versions
where sop = $1 and version = coalesce($2::integer, (select s.version from knowledge.sops s where s.id = $1));
--   Index Scan using sop_versions_pkey on sop_versions
--     Index Cond: ((sop = '?'::text) AND (version = COALESCE((InitPlan 1).col1)))
--     InitPlan 1
--       ->  Index Scan using sops_pkey on sops s
--         Index Cond: (id = '?'::text)
select version from knowledge.sops where id = $1 for update;
--   LockRows
--     ->  Index Scan using sops_pkey on sops
--       Index Cond: (id = '?'::text)
insert into knowledge.sops (id, version, title, assistant, owner, sites, review_by, asks, content_hash, published_at,
  embedder, analyzer, embedding, terms, vocabulary)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (id) do update set version = excluded.version, title = excluded.title, assistant = excluded.assistant,
  owner = excluded.owner, sites = excluded.sites, review_by = excluded.review_by, asks = excluded.asks,
  content_hash = excluded.content_hash, published_at = excluded.published_at, embedder = excluded.embedder,
  analyzer = excluded.analyzer, embedding = excluded.embedding, terms = excluded.terms,
  vocabulary = excluded.vocabulary;
--   Insert on sops
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: sops_pkey
--     ->  Result
delete from knowledge.chunks where sop = $1;
--   Delete on chunks
--     ->  Bitmap Heap Scan on chunks
--       Recheck Cond: (sop = '?'::text)
--       ->  Bitmap Index Scan on chunks_pkey
--         Index Cond: (sop = '?'::text)
insert into knowledge.chunks (sop, ordinal, heading, text, span_start, span_end, embedding, terms, told, sites,
  opens)
select $1, r.ordinal, r.heading, r.text, r.span_start, r.span_end, r.embedding::vector, r.terms::sparsevec,
  r.told::sparsevec, r.sites, r.opens
from jsonb_to_recordset($2::jsonb) as r(ordinal integer, heading text, text text, span_start integer,
  span_end integer, embedding text, terms text, told text, sites text[], opens boolean);
--   Insert on chunks
--     ->  Function Scan on jsonb_to_recordset r

-- rebuildProjection
select string_agg(assistant || ' ' || version, ',' order by assistant) as scopes from knowledge.scopes;
--   Aggregate
--     ->  Sort
--       Sort Key: assistant COLLATE "C"
--       ->  Seq Scan on scopes
select distinct sop from knowledge.sop_versions;
--   Unique
--     ->  Index Only Scan using sop_versions_pkey on sop_versions
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
--       ->  Materialize
--         ->  Limit
--           ->  Sort
--             Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--             ->  Nested Loop
--               ->  Function Scan on unnest wanted
--               ->  Limit
--                 InitPlan 2
--                   ->  CTE Scan on open_from
--                 ->  Merge Append
--                   Sort Key: e.category COLLATE "C", e.transaction_id, e."position"
--                   ->  Index Scan using events_month_category_transaction_id_position_idx on events_month e_n
--                     Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
--                   ->  Index Scan using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--                     Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
--                   ->  Index Scan using events_default_category_transaction_id_position_idx on events_default e_n
--                     Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW('?'::xid8, '?'::bigint)) AND (transaction_id < (InitPlan 2).col1))
-- and whatever the parameters are:
--   Sort
--     Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--     CTE open_from
--       ->  Seq Scan on cluster
--     ->  Nested Loop Left Join
--       ->  CTE Scan on open_from o
--       ->  Materialize
--         ->  Limit
--           ->  Sort
--             Sort Key: (((e.transaction_id)::text)::bigint), e."position"
--             ->  Nested Loop
--               ->  Function Scan on unnest wanted
--               ->  Limit
--                 InitPlan 2
--                   ->  CTE Scan on open_from
--                 ->  Merge Append
--                   Sort Key: e.category COLLATE "C", e.transaction_id, e."position"
--                   ->  Index Scan using events_month_category_transaction_id_position_idx on events_month e_n
--                     Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--                   ->  Index Scan using events_ahead_category_transaction_id_position_idx on events_ahead e_n  (3 times)
--                     Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
--                   ->  Index Scan using events_default_category_transaction_id_position_idx on events_default e_n
--                     Index Cond: ((category = ANY (ARRAY[wanted.category])) AND (ROW(transaction_id, "position") > ROW(($1)::xid8, $2)) AND (transaction_id < (InitPlan 2).col1))
select
e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata, e.data from log.events e where e.stream = $1 and e.stream_version >= $2 order by e.stream_version;
--   Merge Append
--     Sort Key: e.stream_version
--     ->  Index Scan using events_month_stream_stream_version_idx on events_month e_n
--       Index Cond: ((stream = '?'::text) AND (stream_version >= '?'::bigint))
--     ->  Index Scan using events_ahead_stream_stream_version_idx on events_ahead e_n  (3 times)
--       Index Cond: ((stream = '?'::text) AND (stream_version >= '?'::bigint))
--     ->  Index Scan using events_default_stream_stream_version_idx on events_default e_n
--       Index Cond: ((stream = '?'::text) AND (stream_version >= '?'::bigint))
lock table knowledge.scopes in exclusive mode;
delete from knowledge.sops;
--   Delete on sops
--     ->  Seq Scan on sops
delete from knowledge.sop_versions;
--   Delete on sop_versions
--     ->  Seq Scan on sop_versions
delete from knowledge.scopes;
--   Delete on scopes
--     ->  Seq Scan on scopes
insert into knowledge.scopes (assistant, version) values ($1, 1)
on conflict (assistant) do update set version = scopes.version + 1;
--   Insert on scopes
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: scopes_pkey
--     ->  Result
insert into knowledge.sop_versions (sop, version, title, assistant, owner, sites, review_by, asks, content_hash,
  markdown, body_start, published_at, published_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
--   Insert on sop_versions
--     ->  Result
insert into knowledge.sops (id, version, title, assistant, owner, sites, review_by, asks, content_hash, published_at,
  embedder, analyzer, embedding, terms, vocabulary)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (id) do update set version = excluded.version, title = excluded.title, assistant = excluded.assistant,
  owner = excluded.owner, sites = excluded.sites, review_by = excluded.review_by, asks = excluded.asks,
  content_hash = excluded.content_hash, published_at = excluded.published_at, embedder = excluded.embedder,
  analyzer = excluded.analyzer, embedding = excluded.embedding, terms = excluded.terms,
  vocabulary = excluded.vocabulary;
--   Insert on sops
--     Conflict Resolution: UPDATE
--     Conflict Arbiter Indexes: sops_pkey
--     ->  Result
delete from knowledge.chunks where sop = $1;
--   Delete on chunks
--     ->  Bitmap Heap Scan on chunks
--       Recheck Cond: (sop = '?'::text)
--       ->  Bitmap Index Scan on chunks_pkey
--         Index Cond: (sop = '?'::text)
insert into knowledge.chunks (sop, ordinal, heading, text, span_start, span_end, embedding, terms, told, sites,
  opens)
select $1, r.ordinal, r.heading, r.text, r.span_start, r.span_end, r.embedding::vector, r.terms::sparsevec,
  r.told::sparsevec, r.sites, r.opens
from jsonb_to_recordset($2::jsonb) as r(ordinal integer, heading text, text text, span_start integer,
  span_end integer, embedding text, terms text, told text, sites text[], opens boolean);
--   Insert on chunks
--     ->  Function Scan on jsonb_to_recordset r
