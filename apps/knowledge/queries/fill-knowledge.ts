import { embeddingDimensions } from '#ai';
import type { Database } from '#platform/database';
import { settleStatistics } from '#query-plans';
import type { Indexer } from '../src/index-sops/index-sop.js';
import { termDimensions } from '../src/storage/vector-codec.js';

export const filledKnowledge = '300 SOPs of 6 assistants in 900 versions, and 3,000 sections';

/** The id of the nth SOP, n from 1; it is of the assistant `scope-(n % 6)`. */
export const filledSop = (n: number): string => `sop-${n}`;
export const filledTerm = (n: number): string => `term-${n}`;

/** Not one like another, and not near enough to the axes to be the same by rounding. */
const vector = (n: string): string =>
  `(select array_agg(((${n} * 31 + d * 17) % 97 - 48) / 480.0) from generate_series(1, ${embeddingDimensions}) as d)::real[]::vector`;

const terms = (n: string): string =>
  `('{' || ${n} % 900 + 1 || ':0.5,' || ${n} + 2000 || ':0.5}/${termDimensions}')::sparsevec`;

const columns = 'title, assistant, owner, sites, review_by, asks, content_hash, published_at';
const values = `'About ' || n, 'scope-' || n % 6, 'Tech team', '{harbor,mill}', '2027-05-01',
  array['where is number ' || n, 'how do I use number ' || n], md5(n::text), '2026-01-01Z'`;

/** The first SOP was indexed by another method. */
const sops = `
  insert into knowledge.sops (id, version, ${columns}, embedder, analyzer, embedding, terms, vocabulary)
  select 'sop-' || n, 3, ${values}, case n when 1 then 'older' else $1 end, $2, ${vector('n')}, ${terms('n')},
    (select array_agg('term-' || (n * 7 + t) % 2000) from generate_series(1, 100) as t)
  from generate_series(1, 300) as n`;

const rest = `
  insert into knowledge.sop_versions (sop, version, ${columns}, markdown, body_start, published_by)
  select 'sop-' || n, version, ${values}, E'---\\n---\\n# About ' || n || E'\\n\\n## What to do\\n\\n1. Do it.\\n', 8, 'staff:ann'
  from generate_series(1, 300) as n, generate_series(1, 3) as version;
  insert into knowledge.chunks (sop, ordinal, heading, text, span_start, span_end, embedding, terms, told, opens)
  select 'sop-' || n / 10 + 1, n % 10, 'Section ' || n, repeat('Do it and say so. ', 20), 0, 100, ${vector('n')}, ${terms('n')},
    ${terms('n')}, n % 10 = 0
  from generate_series(0, 2999) as n;
  insert into knowledge.scopes (assistant, version) select 'scope-' || n, 50 from generate_series(0, 5) as n;
  insert into knowledge.imports (sop, content_hash) select 'sop-' || n, md5(n::text) from generate_series(1, 300) as n;
  insert into knowledge.classifiers (owner, fingerprint, part, parts, data)
  select 'other-' || n / 20, 'model-' || n / 20, n % 20, 20, convert_to(repeat('0123456789', 1000), 'UTF8')
  from generate_series(0, 119) as n`;

/** Fills the migrated, empty tables, the same in every run. */
export async function fillKnowledge(database: Database, { embedderId, analyzerId }: Indexer): Promise<void> {
  await database.query(sops, [embedderId, analyzerId]);
  await database.query(rest);
  const tables = ['sops', 'sop_versions', 'chunks', 'scopes', 'states', 'imports', 'classifiers'];
  await settleStatistics(
    database,
    tables.map((table) => `knowledge.${table}`),
  );
}
