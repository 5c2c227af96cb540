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
const passagesPerSop = 3;

export interface Search {
  readonly assistant: string;
  readonly site: string | undefined;
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
  readonly passages: Passage[];
}

interface FoundRow {
  readonly knowledge_version: number;
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
  { assistant, site, query, likelihoods, embedding, embedder, limit, weights }: Search,
  options: QueryOptions,
): Promise<Found> {
  const values = inOrder({
    assistant,
    site: site ?? null,
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
  const [first] = rows;
  const knowledgeVersion = first ? first.knowledge_version : await scopeVersion(database, assistant, options);
  return { knowledgeVersion, passages: rows.map(toPassage) };
}

/** Of a scope in which nothing was found. */
async function scopeVersion(
  database: Pick<Database, 'query'>,
  assistant: string,
  options: QueryOptions,
): Promise<number> {
  const [scope] = await database.query<{ version: number }>(
    'select version from knowledge.scopes where assistant = $1',
    [assistant],
    options,
  );
  return scope?.version ?? 0;
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
