import type { FailureError } from '#kernel';
import type { BusLimits } from '../settings.js';

interface Reader<Part> {
  resolve(result: IteratorResult<Part, undefined>): void;
  reject(error: unknown): void;
}

const done = { done: true, value: undefined } as const;

/** The parts between the wire and their reader: kept as text up to a bound, read into a part when somebody takes them. */
export class PartBuffer<Part> {
  private kept: string[] = [];
  private characters = 0;
  private readonly readers: Reader<Part>[] = [];
  private ended = false;
  private error: FailureError | undefined;

  constructor(
    private readonly limits: Pick<BusLimits, 'bufferedParts' | 'bufferedCharacters'>,
    /** What it throws the reader gets. */
    private readonly read: (text: string) => Part,
  ) {}

  get over(): boolean {
    return this.ended;
  }

  /** Hands a part to a reader who waits, otherwise keeps it; false when it is one too many. A single one never is. */
  put(text: string): boolean {
    if (this.ended) return true;
    const reader = this.readers.shift();
    if (reader) {
      this.hand(text, reader);
      return true;
    }
    const { bufferedParts, bufferedCharacters } = this.limits;
    const full = this.kept.length >= bufferedParts || this.characters + text.length > bufferedCharacters;
    if (full && this.kept.length > 0) return false;
    this.kept.push(text);
    this.characters += text.length;
    return true;
  }

  next(): Promise<IteratorResult<Part, undefined>> {
    return new Promise((resolve, reject) => {
      const text = this.kept.shift();
      if (text !== undefined) {
        this.characters -= text.length;
        this.hand(text, { resolve, reject });
      } else if (!this.ended) {
        this.readers.push({ resolve, reject });
      } else if (this.error) {
        reject(this.error);
        this.error = undefined;
      } else {
        resolve(done);
      }
    });
  }

  /** Nothing comes any more. What is kept can still be read; the error, if there is one, comes after it, once. */
  end(error?: FailureError): void {
    if (this.ended) return;
    this.ended = true;
    const [first, ...others] = this.readers.splice(0);
    if (error && first) first.reject(error);
    else {
      this.error = error;
      first?.resolve(done);
    }
    for (const reader of others) reader.resolve(done);
  }

  /** Nobody wants what is kept, nor to know how it ended. */
  drop(): void {
    this.kept = [];
    this.characters = 0;
    this.error = undefined;
  }

  private hand(text: string, reader: Reader<Part>): void {
    try {
      reader.resolve({ done: false, value: this.read(text) });
    } catch (error) {
      reader.reject(error);
    }
  }
}
