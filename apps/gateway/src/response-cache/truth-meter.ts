import { isDeepStrictEqual } from 'node:util';
import type { AnswerPart } from '#contracts';
import type { CachedAnswer } from './cached-answer.js';
import { keptOf } from './generated.js';

export interface TruthStatistics {
  /** Answers from the cache that were made anew and compared. */
  checked: number;
  /** Of these, how many would be another answer now. */
  false: number;
  /** Made anew and not to be compared: knowledge had moved on, or something was not available. */
  undecided: number;
}

export interface TruthOptions {
  /** Which part of the hits is checked, 0 to 1. */
  readonly share: number;
  /** 0 to 1, evenly. */
  readonly random?: () => number;
  /** Told of an answer that should not have been given; it is taken out of the cache. */
  readonly onFalse: (key: string, kept: CachedAnswer, now: CachedAnswer) => void;
}

/** A model cites its spans in another order each time. */
const inOrder = (sources: CachedAnswer['sources']): string[] => sources.map((source) => JSON.stringify(source)).sort();

/**
 * What it is to be the same answer: the procedures' own words are compared to the letter; a model words the same spans
 * differently each time, so there the spans count.
 */
function sameAnswer(kept: CachedAnswer, now: CachedAnswer): boolean {
  const said = ({ answer, sources, composedBy }: CachedAnswer): unknown =>
    composedBy.startsWith('model:') ? [answer.category, answer.actions, inOrder(sources)] : [answer, sources];
  return isDeepStrictEqual(said(kept), said(now));
}

/** Has a share of the answers from the cache made anew, after they were given, and counts those that came out otherwise. */
export class TruthMeter {
  private readonly counted: TruthStatistics = { checked: 0, false: 0, undecided: 0 };
  private checking = false;

  constructor(private readonly options: TruthOptions) {}

  /** @param generate the answer anew, for nobody */
  consider(key: string, kept: CachedAnswer, generate: () => AsyncIterable<AnswerPart>): void {
    const { share, random = Math.random } = this.options;
    // One at a time: measuring must not become a load of its own.
    if (this.checking || random() >= share) return;
    this.checking = true;
    void this.check(key, kept, generate).finally(() => (this.checking = false));
  }

  statistics(): Readonly<TruthStatistics> {
    return { ...this.counted };
  }

  private async check(key: string, kept: CachedAnswer, generate: () => AsyncIterable<AnswerPart>): Promise<void> {
    const now = await this.again(kept, generate);
    if (now === null || now.knowledge !== kept.knowledge || now.composer !== kept.composer) {
      this.counted.undecided += 1;
      return;
    }
    this.counted.checked += 1;
    if (sameAnswer(kept, now)) return;
    this.counted.false += 1;
    this.options.onFalse(key, kept, now);
  }

  private async again(kept: CachedAnswer, generate: () => AsyncIterable<AnswerPart>): Promise<CachedAnswer | null> {
    const parts: AnswerPart[] = [];
    try {
      for await (const part of generate()) parts.push(part);
    } catch {
      // What cannot be made anew now says nothing about what was kept; it is counted as undecided.
      return null;
    }
    return keptOf({ answerId: kept.answerId, parts });
  }
}
