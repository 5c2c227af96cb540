import type { Database, QueryOptions } from '#platform/database';
import { readSparse, readVector, type SparseVector } from '../storage/vector-codec.js';

export interface ScopeSection {
  readonly ordinal: number;
  readonly heading: string;
  readonly text: string;
  /** [start, end) in UTF-16 code units of the body. */
  readonly start: number;
  readonly end: number;
  /** Where it holds; empty: wherever its SOP does. */
  readonly sites: readonly string[];
  readonly opens: boolean;
  readonly terms: SparseVector;
  readonly told: SparseVector;
  readonly embedding: Float32Array;
}

export interface ScopeSop {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly sites: readonly string[];
  readonly embedder: string;
  readonly terms: SparseVector;
  readonly embedding: Float32Array;
  /** By ordinal. */
  readonly sections: readonly ScopeSection[];
}

/** Everything a search of a scope may find, as it was at one moment. */
export interface ScopeContent {
  /** What the database calls the state it was in then. */
  readonly state: string | undefined;
  readonly knowledgeVersion: number;
  readonly sections: number;
  /** By id, compared by bytes; absent where there are more sections than were to be read. */
  readonly sops: readonly ScopeSop[] | undefined;
}

interface HeadRow {
  readonly state: string | null;
  readonly knowledge_version: number;
  readonly sections: number;
}

interface SopRow {
  readonly sop: string;
  readonly ordinal: null;
  readonly version: number;
  readonly title: string;
  readonly embedder: string;
  readonly sites: string[];
  readonly embedding: Buffer;
  readonly terms: Buffer;
}

interface SectionRow {
  readonly sop: string;
  readonly ordinal: number;
  readonly heading: string;
  readonly text: string;
  readonly span_start: number;
  readonly span_end: number;
  readonly opens: boolean;
  readonly sites: string[];
  readonly embedding: Buffer;
  readonly terms: Buffer;
  readonly told: Buffer;
}

type ContentRow = HeadRow & (SopRow | SectionRow | { readonly sop: null });

/** One statement, hence one snapshot: each SOP, then its sections. A scope with too many gives one row that says so. */
const contentStatement = `
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
order by c.sop, c.ordinal nulls first`;

/** A scope as it is now, unless it has more than `sectionsAtMost` sections. */
export async function readScope(
  database: Pick<Database, 'query'>,
  assistant: string,
  sectionsAtMost: number,
  options: QueryOptions,
): Promise<ScopeContent> {
  const rows = await database.query<ContentRow>(contentStatement, [assistant, sectionsAtMost], options);
  const { state, knowledge_version: knowledgeVersion, sections } = rows[0]!;
  return {
    state: state ?? undefined,
    knowledgeVersion,
    sections,
    sops: sections > sectionsAtMost ? undefined : toSops(rows),
  };
}

function toSops(rows: readonly ContentRow[]): ScopeSop[] {
  const sops: (ScopeSop & { readonly sections: ScopeSection[] })[] = [];
  for (const row of rows) {
    if (row.sop === null) continue;
    if (row.ordinal === null) sops.push(toSop(row));
    else sops.at(-1)!.sections.push(toSection(row));
  }
  return sops;
}

const toSop = ({ sop, version, title, embedder, sites, embedding, terms }: SopRow) => ({
  ...{ id: sop, version, title, embedder, sites },
  embedding: readVector(embedding),
  terms: readSparse(terms),
  sections: [],
});

const toSection = ({ span_start: start, span_end: end, ...row }: SectionRow): ScopeSection => ({
  ...{ ordinal: row.ordinal, heading: row.heading, text: row.text, start, end, opens: row.opens, sites: row.sites },
  embedding: readVector(row.embedding),
  terms: readSparse(row.terms),
  told: readSparse(row.told),
});
