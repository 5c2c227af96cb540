import { nextTurn } from '#kernel';

/**
 * One reading for all who ask while another is under way. A reading that is under way is never shared: it may have been made
 * before whoever asks came.
 */
export class SharedReading<T> {
  private reading: Promise<T> | undefined;
  private next: Promise<T> | undefined;

  constructor(
    private readonly read: () => Promise<T>,
    /** How long a reading waits for company: to the end of this turn of the loop. */
    private readonly gather: () => Promise<void> = nextTurn,
  ) {}

  /** What was read after this was called. @throws what reading throws */
  now(): Promise<T> {
    const begin = (): Promise<T> => this.begin();
    this.next ??= this.reading ? this.reading.then(begin, begin) : begin();
    return this.next;
  }

  private async begin(): Promise<T> {
    await this.gather();
    this.next = undefined;
    this.reading = this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }
}
