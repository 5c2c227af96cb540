import type { FeatureKind } from './features.js';

/** Numbers below this fit where no number is put into an object of its own. */
const mostCounted = 2 ** 30;

/** A feature that is met again: its place, and what was added of it so far, plainly and squared. */
export interface MetAgain {
  readonly place: number;
  added: number;
  square: number;
}

/** Features of a text that there is room for from the beginning: one of 200 characters has about 400. */
const fewest = 1 << 12;

const { log } = Math;

/** What a feature counts that a text has so many times. */
export const weightOf = (times: number): number => (times === 1 ? 1 : 1 + log(times));

/**
 * The features of one text, each once and in the order they were first met, as columns that the next text overwrites. A
 * look-up costs one number for each feature there is.
 */
export class MetFeatures {
  positions = new Uint32Array(fewest);
  /** As what each was first met. */
  kinds = new Uint8Array(fewest);
  times = new Uint32Array(fewest);
  size = 0;
  /** The place of the first feature that hangs on no single word, of which nothing is added until all are met. */
  across = Infinity;
  /** Those of single words that were met again; few are. */
  readonly again: MetAgain[] = [];
  /** By place: where in `again` it is, and one; 0 where it was met once. */
  private lines = new Uint32Array(fewest);
  /** By feature: its place behind what earlier texts had, so that nothing has to be wiped. */
  private readonly marks: Int32Array;
  private start = 1;

  constructor(features: number) {
    this.marks = new Int32Array(features);
  }

  /** Begins another text. */
  clear(): void {
    this.start += this.size;
    this.size = 0;
    this.across = Infinity;
    this.again.length = 0;
    if (this.start + this.marks.length < mostCounted) return;
    this.start = 1;
    this.marks.fill(0);
  }

  /** @param weight what is added of it without looking at what else the text has */
  meet(position: number, kind: FeatureKind, times: number, weight: number): void {
    const { marks, start, size } = this;
    const place = marks[position]! - start;
    if (place >= 0) {
      if (place < this.across) this.noteAgain(place, weight);
      this.times[place]! += times;
      return;
    }
    if (size === this.positions.length) this.makeRoom();
    marks[position] = start + size;
    this.positions[size] = position;
    this.kinds[size] = kind;
    this.times[size] = times;
    this.lines[size] = 0;
    this.size = size + 1;
  }

  /** Few texts have so many features, and none has all there are. */
  private makeRoom(): void {
    const { positions, kinds, times, lines } = this;
    const room = 2 * positions.length;
    this.positions = new Uint32Array(room);
    this.kinds = new Uint8Array(room);
    this.times = new Uint32Array(room);
    this.lines = new Uint32Array(room);
    this.positions.set(positions);
    this.kinds.set(kinds);
    this.times.set(times);
    this.lines.set(lines);
  }

  private noteAgain(place: number, weight: number): void {
    const { again, lines } = this;
    let line = lines[place]! - 1;
    if (line < 0) {
      // When it was first met, the weight of its times then was added.
      const added = weightOf(this.times[place]!);
      line = again.length;
      again.push({ place, added, square: added * added });
      lines[place] = line + 1;
    }
    const met = again[line]!;
    met.added += weight;
    met.square += weight * weight;
  }
}
