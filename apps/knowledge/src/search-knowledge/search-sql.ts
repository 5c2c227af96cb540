import type { Passage } from '#contracts';
import type { Database, QueryOptions } from '#platform/database';
import { sparseBytes, vectorBytes } from '../storage/vector-codec.js';
import type { ReadQuery } from '../language/read-query.js';
import { inOrder, searchStatement } from './search-statement.js';

/** What a match counts, each from 0 to 1. Chosen on the development halves of the club's questions and sections. */
export interface SearchWeights {
  /** How likely the question is for an SOP, as the classifier says. */
  readonly sopLikelihood: number;
  readonly sopTerms: number;
  readonly sopEmbedding: number;
  readonly chunkTerms: number;
  readonly chunkEmbedding: number;
  /** That a section is the first of its SOP: where nothing of a question points to a narrower one, it is the answer. */
  readonly chunkOpens: number;
}
export const searchWeights: SearchWeights = {
  sopLikelihood: 1,
  sopTerms: 1,
  sopEmbedding: 0.3,
  chunkTerms: 0.4,
  chunkEmbedding: 0.3,
  chunkOpens: 0.03,
};

/** Passages of one SOP in a result: more of the same would push out what else could answer. */
export const passagesPerSop = 3;

export interface Search {
  readonly assistant: string;
  readonly site: string | undefined;
  /** Only these SOPs; every one of the scope where it is absent. */
  readonly sops: readonly string[] | undefined;
  readonly query: ReadQuery;
  /** Empty while there is no classifier of the scope. */
  readonly likelihoods: readonly { readonly id: string; readonly likelihood: number }[];
  /** Absent while no embedding can be had. */
  readonly embedding: Float32Array | undefined;
  readonly embedder: string;
  readonly limit: number;
  readonly weights: SearchWeights;
}

export interface Found {
  readonly knowledgeVersion: number;
  /** The name of the state that the scope was in; absent where nothing was ever published in it. */
  readonly state: string | undefined;
  readonly passages: Passage[];
}

interface ScopeRow {
  readonly knowledge_version: number;
  readonly state: string | null;
}

interface FoundRow extends ScopeRow {
  readonly sop: string;
  readonly version: number;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly span_start: number;
  readonly span_end: number;
  readonly score: number;
  readonly similarity: number;
  readonly coverage: number;
  readonly likelihood: number;
}

/** One statement where anything is found, prepared once per connection. */
export async function search(
  database: Pick<Database, 'query'>,
  { assistant, site, sops, query, likelihoods, embedding, embedder, limit, weights }: Search,
  options: QueryOptions,
): Promise<Found> {
  const values = inOrder({
    assistant,
    site: site ?? null,
    only: sops ?? null,
    terms: sparseBytes(query.terms),
    shares: sparseBytes(query.shares),
    embedding: embedding ? vectorBytes(embedding) : null,
    embedder,
    sops: likelihoods.map(({ id }) => id),
    likelihoods: likelihoods.map(({ likelihood }) => likelihood),
    likelihoodWeight: weights.sopLikelihood,
    sopTermsWeight: weights.sopTerms,
    sopEmbeddingWeight: weights.sopEmbedding,
    chunkTermsWeight: weights.chunkTerms,
    chunkEmbeddingWeight: weights.chunkEmbedding,
    chunkOpensWeight: weights.chunkOpens,
    perSop: passagesPerSop,
    atMost: limit,
  });
  const rows = await database.query<FoundRow>(searchStatement, values, { ...options, name: 'knowledge-search' });
  const scope = rows[0] ?? (await scopeOf(database, assistant, options));
  return {
    knowledgeVersion: scope?.knowledge_version ?? 0,
    state: scope?.state ?? undefined,
    passages: rows.map(toPassage),
  };
}

/** Of a scope in which nothing was found. */
async function scopeOf(
  database: Pick<Database, 'query'>,
  assistant: string,
  options: QueryOptions,
): Promise<ScopeRow | undefined> {
  const [scope] = await database.query<ScopeRow>(
    `select x.version as knowledge_version, y.name as state
     from knowledge.scopes x left join knowledge.states y on y.assistant = x.assistant where x.assistant = $1`,
    [assistant],
    { ...options, name: 'knowledge-scope' },
  );
  return scope;
}

function toPassage(row: FoundRow): Passage {
  const { sop, version, title, heading, text, score, similarity, likelihood } = row;
  const coverage = Math.min(1, Math.max(0, row.coverage));
  return {
    sop,
    version,
    title,
    heading,
    text,
    start: row.span_start,
    end: row.span_end,
    score,
    similarity,
    coverage,
    likelihood,
  };
}
