import { HashedEmbedder, meanDirection, type EmbedOptions, type Lexicon } from '#ai';
import type { GuardedEmbedder } from '../embedding/guarded-embedder.js';
import { termsOf, type TermCounts } from '../language/terms.js';
import type { Chunk } from '../sop/chunk-body.js';
import type { SopContent } from '../sop/parse-sop.js';
import { poolTerms, type TermWeights } from './pool-terms.js';

export interface IndexedChunk extends Chunk {
  readonly embedding: Float32Array;
  readonly terms: TermWeights;
  /** Every term of the section, its title and what people ask it by, each with weight 1. */
  readonly told: TermWeights;
}

/** What is stored of an SOP so that it is found. */
export interface IndexedSop {
  /** Who made the vectors, and by which method the terms were found. */
  readonly embedder: string;
  readonly analyzer: string;
  readonly embedding: Float32Array;
  readonly terms: TermWeights;
  readonly chunks: readonly IndexedChunk[];
}

/** Raised when the same SOP is indexed differently than before. */
const indexVersion = 1;

/**
 * Turns SOPs into what searches go by. While the embedder cannot be used the built-in one steps in: what is published is
 * found by its words at once, and its vectors are made anew later.
 */
export class Indexer {
  private readonly builtIn = new HashedEmbedder();

  constructor(
    private readonly embedder: GuardedEmbedder,
    private readonly lexicon: Lexicon,
  ) {}

  /** Of an index that needs nothing done anew. */
  get embedderId(): string {
    return this.embedder.id;
  }

  get analyzerId(): string {
    return `terms-${indexVersion}-${this.lexicon.id}`;
  }

  /** @throws what the signal was aborted with */
  async index(sop: SopContent, options?: EmbedOptions): Promise<IndexedSop> {
    const headings = sop.chunks.map(({ heading }) => heading);
    const sections = sop.chunks.map(({ heading, text }) => `${heading}\n${text}`);
    const texts = [sop.title, ...sop.asks, ...headings, ...sections];
    const provided = await this.embedder.embed(texts, options);
    const vectors = provided ?? (await this.builtIn.embed(texts));
    const counts = texts.map((text) => termsOf(text, this.lexicon));
    const asks = sop.asks.map((_, index) => 1 + index);
    const own = sop.chunks.map((_, index) => {
      const heading = 1 + asks.length + index;
      return [heading, heading + headings.length];
    });
    const placed = placeAsks(asks, own, vectors);
    const context = [0, ...asks].map((index) => counts[index]!);
    return {
      embedder: provided ? this.embedder.id : this.builtIn.id,
      analyzer: this.analyzerId,
      embedding: meanDirection(vectors),
      terms: poolTerms(counts),
      chunks: sop.chunks.map((chunk, index) => {
        const parts = [...own[index]!, ...placed[index]!];
        return {
          ...chunk,
          embedding: meanDirection(parts.map((part) => vectors[part]!)),
          terms: poolTerms(parts.map((part) => counts[part]!)),
          told: everyTerm([...own[index]!.map((part) => counts[part]!), ...context]),
        };
      }),
    };
  }
}

const everyTerm = (texts: readonly TermCounts[]): TermWeights =>
  new Map(texts.flatMap((terms) => Array.from(terms.keys(), (term) => [term, 1] as const)));

/** Gives each ask to the section it is most like, so that who asks that way finds that section. */
function placeAsks(
  asks: readonly number[],
  sections: readonly number[][],
  vectors: readonly Float32Array[],
): number[][] {
  const placed: number[][] = sections.map(() => []);
  if (sections.length === 0) return placed;
  const centers = sections.map((parts) => meanDirection(parts.map((part) => vectors[part]!)));
  for (const ask of asks) {
    let best = 0;
    for (let index = 1; index < centers.length; index += 1) {
      if (dot(centers[index]!, vectors[ask]!) > dot(centers[best]!, vectors[ask]!)) best = index;
    }
    placed[best]!.push(ask);
  }
  return placed;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}
