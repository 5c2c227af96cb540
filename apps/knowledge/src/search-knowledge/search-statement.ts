/** Without the widths of the vectors, which would be checked anew for every row. */
const parameters = {
  assistant: 'text',
  site: 'text',
  only: 'text[]',
  terms: 'sparsevec',
  shares: 'sparsevec',
  embedding: 'vector',
  embedder: 'text',
  sops: 'text[]',
  likelihoods: 'double precision[]',
  // What a match counts: that the SOP is likely, its terms, its direction, the terms of the section, its direction,
  // that it is the first of its SOP.
  likelihoodWeight: 'double precision',
  sopTermsWeight: 'double precision',
  sopEmbeddingWeight: 'double precision',
  chunkTermsWeight: 'double precision',
  chunkEmbeddingWeight: 'double precision',
  chunkOpensWeight: 'double precision',
  perSop: 'integer',
  atMost: 'integer',
} as const;
type Parameter = keyof typeof parameters;
const names = Object.keys(parameters) as Parameter[];

const $ = Object.fromEntries(names.map((name, index) => [name, `$${index + 1}::${parameters[name]}`])) as Readonly<
  Record<Parameter, string>
>;

/** The values of the statement in the order it takes them. */
export const inOrder = (values: Readonly<Record<Parameter, unknown>>): unknown[] => names.map((name) => values[name]);

/**
 * Every SOP of the scope is scored, exactly, by its terms, its direction and what the classifier says; then the sections of
 * the `2 * atMost` best, by their own as well. Terms and vectors compare by inner product, which for vectors of length 1 is
 * the cosine; those of another embedder are not compared. A section has to share something with the question, however
 * likely its SOP is, and to hold at the site. No more than `perSop` sections of one SOP come back, chosen among the
 * `3 * atMost` best.
 */
export const searchStatement = `
with in_scope as materialized (
  select s.id, s.version, s.title, s.embedder = ${$.embedder} and ${$.embedding} is not null as comparable,
    coalesce(l.likelihood, 0) as likelihood, ${$.likelihoodWeight} * coalesce(l.likelihood, 0) as expected,
    ${$.likelihoodWeight} * coalesce(l.likelihood, 0) + ${$.sopTermsWeight} * -(s.terms <#> ${$.terms})
      + case when s.embedder = ${$.embedder} and ${$.embedding} is not null
        then ${$.sopEmbeddingWeight} * -(s.embedding <#> ${$.embedding}) else 0 end as score
  from knowledge.sops s
    left join unnest(${$.sops}, ${$.likelihoods}) as l (sop, likelihood) on l.sop = s.id
  where s.assistant = ${$.assistant} and (${$.site} is null or ${$.site} = any (s.sites))
    and (${$.only} is null or s.id = any (${$.only}))
  order by score desc, s.id limit 2 * ${$.atMost}
), nearest as materialized (
  select c.sop, c.ordinal, i.version, i.title, i.comparable, i.likelihood,
    i.expected + case when c.opens then ${$.chunkOpensWeight} else 0 end as expected,
    i.score + ${$.chunkTermsWeight} * -(c.terms <#> ${$.terms})
      + case when i.comparable then ${$.chunkEmbeddingWeight} * -(c.embedding <#> ${$.embedding}) else 0 end
      + case when c.opens then ${$.chunkOpensWeight} else 0 end as score
  from in_scope i join knowledge.chunks c on c.sop = i.id
  where ${$.site} is null or c.sites = '{}' or ${$.site} = any (c.sites)
  order by score desc, c.sop, c.ordinal limit 3 * ${$.atMost}
), placed as (
  select n.*, row_number() over (partition by n.sop order by n.score desc, n.ordinal) as place from nearest n
), best as (
  select p.* from placed p where p.place <= ${$.perSop} and p.score > p.expected
  order by p.score desc, p.sop, p.ordinal limit ${$.atMost}
)
select (select x.version from knowledge.scopes x where x.assistant = ${$.assistant}) as knowledge_version,
  (select y.name from knowledge.states y where y.assistant = ${$.assistant}) as state,
  b.sop, b.version, b.title, c.heading, c.text, c.span_start, c.span_end, b.score,
  case when b.comparable then -(c.embedding <#> ${$.embedding}) else 0 end as similarity,
  -(c.told <#> ${$.shares}) as coverage, b.likelihood
from best b join knowledge.chunks c on c.sop = b.sop and c.ordinal = b.ordinal
order by b.score desc, b.sop, b.ordinal`;
