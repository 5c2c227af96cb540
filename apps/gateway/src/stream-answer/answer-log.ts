import type { QueryStreamPart } from '#contracts';

/** A part of an answer with its number, from 1, as it is sent and kept. */
export interface NumberedPart {
  readonly n: number;
  readonly type: string;
  readonly json: string;
}

/**
 * How an answer ended. `whole`: with `answer-end`. `cut`: whoever asked left, and it was not worked on any more. `lost`: it
 * broke off, or who worked on it is gone.
 */
export type AnswerEnding = 'whole' | 'cut' | 'lost';

/** What one answer may hold: more than ten times what the longest one of the club's assistants has. */
const mostCharacters = 131_072;
const mostParts = 4096;

/**
 * The parts of one answer, for everybody who reads them, each at their own pace. It is bounded: where an answer is larger the
 * oldest parts go, and who has not read them yet is too late.
 */
export class AnswerLog {
  /** Whether it is worked on even when nobody reads it. */
  keepsOn: boolean;
  private readonly parts: NumberedPart[] = [];
  private readonly listeners = new Set<() => void>();
  private characters = 0;
  private ended: AnswerEnding | null = null;
  private lastN = 0;

  constructor(
    readonly answerId: string,
    { keepsOn = false } = {},
  ) {
    this.keepsOn = keepsOn;
  }

  /** The number of the newest part. */
  get last(): number {
    return this.lastN;
  }

  /** Null while it goes on. */
  get ending(): AnswerEnding | null {
    return this.ended;
  }

  /** Roughly what it takes in memory. */
  get size(): number {
    return 200 + this.characters + 100 * this.parts.length;
  }

  append(part: QueryStreamPart): void {
    this.put({ n: this.lastN + 1, type: part.type, json: JSON.stringify(part) });
  }

  /** Takes a part over from another log, whose numbers it keeps. */
  put(part: NumberedPart): void {
    if (this.ended) return;
    this.parts.push(part);
    this.lastN = part.n;
    this.characters += part.json.length;
    while (this.parts.length > 1 && (this.characters > mostCharacters || this.parts.length > mostParts)) {
      this.characters -= this.parts.shift()!.json.length;
    }
    if (part.type === 'answer-end') this.ended = 'whole';
    this.tell();
  }

  /** Nothing comes any more. An answer that ended already stays as it ended. */
  finish(ending: AnswerEnding): void {
    if (this.ended) return;
    this.ended = ending;
    this.tell();
  }

  /** The parts after number `n`; null where some of them are gone. */
  after(n: number): readonly NumberedPart[] | null {
    const first = this.parts[0]?.n ?? this.lastN + 1;
    return n + 1 < first ? null : this.parts.slice(n + 1 - first);
  }

  /** @returns a function that stops listening */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
