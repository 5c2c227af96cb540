import { HashedEmbedder, meanDirection, type EmbedOptions, type Lexicon } from '#ai';
import type { GuardedEmbedder } from '../embedding/guarded-embedder.js';
import { termsOf, type TermCounts } from '../language/terms.js';
import type { Chunk } from '../sop/chunk-body.js';
import type { SopContent } from '../sop/parse-sop.js';
import { readMarks } from '../sop/section-marks.js';
import { poolTerms, type TermWeights } from './pool-terms.js';
import { sectionTerms } from './section-terms.js';

export interface IndexedChunk extends Chunk {
  readonly embedding: Float32Array;
  readonly terms: TermWeights;
  /** Every term of the section, its title and what people ask it by, each with weight 1. */
  readonly told: TermWeights;
  /** The sites it holds at, where they are fewer than its SOP's; else empty. */
  readonly sites: readonly string[];
  /** Whether it is the first situation of its SOP, which answers what is asked in general. */
  readonly opens: boolean;
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

/** Ways of asking that are embedded: their mean hardly moves by more of them, and each costs time, or money. */
const mostEmbedded = 60;

/** Whether a way of asking is one of those that are embedded, taken evenly from all of them. */
function isEmbedded(at: number, asks: readonly string[]): boolean {
  const share = Math.min(1, mostEmbedded / asks.length);
  return Math.floor((at + 1) * share) > Math.floor(at * share);
}

/** Raised when the same SOP is indexed differently than before. */
const indexVersion = 2;

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
    const sections = sectionsOf(sop);
    const headings = sections.map(({ heading }) => heading);
    const texts = [sop.title, ...sop.asks, ...headings, ...sections.map(({ text }) => text)];
    const embedded = [...texts.keys()].filter((at) => at === 0 || at > sop.asks.length || isEmbedded(at - 1, sop.asks));
    const chosen = embedded.map((at) => texts[at]!);
    const provided = await this.embedder.embed(chosen, options);
    const made = provided ?? (await this.builtIn.embed(chosen));
    const vectors = new Map(embedded.map((at, place) => [at, made[place]!]));
    const counts = texts.map((text) => termsOf(text, this.lexicon));
    const asks = counts.slice(1, 1 + sop.asks.length);
    const own = sections.map((_, index) => {
      const heading = 1 + asks.length + index;
      return [heading, heading + sections.length];
    });
    const placed = sectionTerms(
      counts[0]!,
      sections.map((section, index) => ({
        heading: counts[own[index]![0]!]!,
        lead: termsOf(section.lead, this.lexicon),
        body: termsOf(section.body, this.lexicon),
        asked: section.askedAs.map((phrase) => termsOf(phrase, this.lexicon)),
        introduces: section.introduces,
      })),
      asks,
    );
    const context = counts.slice(0, 1 + asks.length);
    const opening = sections.findIndex(({ introduces }) => !introduces);
    return {
      embedder: provided ? this.embedder.id : this.builtIn.id,
      analyzer: this.analyzerId,
      embedding: meanDirection(made),
      terms: poolTerms(counts),
      chunks: sop.chunks.map((chunk, index) => ({
        ...chunk,
        embedding: meanDirection(
          [...own[index]!, ...placed.asks[index]!.map((ask) => 1 + ask)].flatMap((at) => vectors.get(at) ?? []),
        ),
        terms: placed.terms[index]!,
        told: everyTerm([...own[index]!.map((part) => counts[part]!), ...context]),
        sites: sections[index]!.onlyAt,
        opens: index === opening,
      })),
    };
  }
}

interface ReadSection {
  readonly heading: string;
  readonly onlyAt: readonly string[];
  readonly askedAs: readonly string[];
  readonly lead: string;
  readonly body: string;
  /** What it is found by as a whole: its heading, its text and how it is asked for. */
  readonly text: string;
  readonly introduces: boolean;
}

/** The sections of an SOP with their marks; those of a long section, which are cut into several, hold for all of them. */
function sectionsOf({ chunks, title }: SopContent): ReadSection[] {
  const sections: ReadSection[] = [];
  for (const { heading, text } of chunks) {
    const marks = readMarks(text);
    const before = sections.at(-1);
    const { onlyAt, askedAs } = before?.heading === heading ? before : marks;
    const introduces = heading === title;
    const lead = marks.text.split('\n', 1)[0]!;
    const whole = [heading, marks.text, ...askedAs].join('\n');
    sections.push({ heading, onlyAt, askedAs, lead, body: marks.text, text: whole, introduces });
  }
  return sections;
}

const everyTerm = (texts: readonly TermCounts[]): TermWeights =>
  new Map(texts.flatMap((terms) => Array.from(terms.keys(), (term) => [term, 1] as const)));
