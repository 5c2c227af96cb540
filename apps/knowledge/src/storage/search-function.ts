import { embeddingDimensions } from '#ai';
import { termDimensions } from './vector-codec.js';

/**
 * The search, as a function, because its plan is then kept by the session whoever calls it. Every SOP of the scope is
 * scored, exactly, by its terms, its direction and what the classifier says; then the sections of the `2 * at_most` best, by their own as well.
 * Terms and vectors compare by inner product, which for vectors of length 1 is the cosine. No more than `per_sop` sections
 * of one SOP come back, chosen among the `3 * at_most` best.
 */
export const searchFunction = String.raw`
create function knowledge.search(
  asked_assistant text,
  asked_site text,
  asked_terms sparsevec(${termDimensions}),
  asked_shares sparsevec(${termDimensions}),
  asked_embedding vector(${embeddingDimensions}),
  asked_embedder text,
  asked_sops text[],
  asked_likelihoods double precision[],
  sop_likelihood_weight double precision,
  sop_terms_weight double precision,
  sop_embedding_weight double precision,
  chunk_terms_weight double precision,
  chunk_embedding_weight double precision,
  per_sop integer,
  at_most integer
) returns table (
  knowledge_version bigint,
  sop text,
  version integer,
  title text,
  heading text,
  text text,
  span_start integer,
  span_end integer,
  score double precision,
  similarity double precision,
  coverage double precision,
  likelihood double precision
) language plpgsql stable set plan_cache_mode = force_generic_plan as $function$
#variable_conflict use_column
begin
  return query
  with in_scope as materialized (
    select s.id, s.version, s.title, s.embedder = asked_embedder and asked_embedding is not null as comparable,
      coalesce(l.likelihood, 0) as likelihood,
      sop_likelihood_weight * coalesce(l.likelihood, 0) as expected,
      sop_likelihood_weight * coalesce(l.likelihood, 0)
        + sop_terms_weight * -(s.terms <#> asked_terms)
        + case when s.embedder = asked_embedder and asked_embedding is not null
          then sop_embedding_weight * -(s.embedding <#> asked_embedding) else 0 end as score
    from knowledge.sops s
      left join unnest(asked_sops, asked_likelihoods) as l (sop, likelihood) on l.sop = s.id
    where s.assistant = asked_assistant and (asked_site is null or asked_site = any (s.sites))
    order by score desc, s.id limit 2 * at_most
  ), nearest as materialized (
    select c.sop, c.ordinal, i.version, i.title, i.comparable, i.likelihood, i.expected,
      i.score + chunk_terms_weight * -(c.terms <#> asked_terms)
        + case when i.comparable then chunk_embedding_weight * -(c.embedding <#> asked_embedding) else 0 end as score
    from in_scope i join knowledge.chunks c on c.sop = i.id
    order by score desc, c.sop, c.ordinal limit 3 * at_most
  ), placed as (
    select l.*, row_number() over (partition by l.sop order by l.score desc, l.ordinal) as place from nearest l
  ), best as (
    select p.* from placed p where p.place <= per_sop and p.score > p.expected order by p.score desc, p.sop, p.ordinal limit at_most
  )
  select (select x.version from knowledge.scopes x where x.assistant = asked_assistant),
    b.sop, b.version, b.title, c.heading, c.text, c.span_start, c.span_end, b.score,
    case when b.comparable then -(c.embedding <#> asked_embedding) else 0 end, -(c.told <#> asked_shares),
    b.likelihood
  from best b join knowledge.chunks c on c.sop = b.sop and c.ordinal = b.ordinal
  order by b.score desc, b.sop, b.ordinal;
end $function$;
`;
