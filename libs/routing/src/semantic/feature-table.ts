import type { FeatureKind } from './features.js';

// Taken out of the hot loops: a global is looked up anew each time wherever modules run in a context of their own.
const { imul, max } = Math;
const fewest = 1 << 16;

/** What stands where in a feature's line. */
const lineSize = 4;
const hashAt = 0;
const textsAt = 1;
const lastAt = 2;
/** Its kind, and `familiar` beside it. */
const kindAt = 3;
const familiar = 8;

/**
 * Counts in how many texts each feature is, in about 24 bytes a feature, side by side so that the
 * memory is waited for once. It holds as many as it was told at the most: when
 * it is full, what was met in one text only is forgotten, which is most of it and would not be learned anyway. Its work
 * hangs on the features alone, and the same texts in the same order give the same table.
 */
export class FeatureTable {
  private lines = new Int32Array(lineSize * fewest);
  /** Lines by hash, open addressing; 0 where nothing is, else the line and one. */
  private slots = new Uint32Array(2 * fewest);
  /** Features that are known now, in the order they were first met. */
  size = 0;
  /** How often it was full. */
  forgotten = 0;

  constructor(private readonly most: number) {}

  /**
   * @param hash 32 bits, with a sign or without
   * @param at the number of the text, 0 for the first
   */
  meet(hash: number, kind: FeatureKind, at: number, isFamiliar: boolean): void {
    const slot = this.slotOf(hash | 0);
    const line = this.slots[slot]! - 1;
    if (line < 0) {
      this.add(hash, kind, at, isFamiliar);
      return;
    }
    const { lines } = this;
    const start = lineSize * line;
    if (lines[start + lastAt] === at) return;
    lines[start + textsAt]! += 1;
    lines[start + lastAt] = at;
    if (isFamiliar) lines[start + kindAt]! |= familiar;
  }

  /** Lines of the features that are wanted, those in most texts first, and of equals those that were met first. */
  mostCommon(isWanted: (kind: number, texts: number) => boolean, most: number): Uint32Array {
    const { lines: known } = this;
    const textsOf = (line: number): number => known[lineSize * line + textsAt]!;
    let highest = 0;
    for (let line = 0; line < this.size; line += 1) highest = max(highest, textsOf(line));
    const places = new Uint32Array(highest + 2);
    const wanted = (line: number): boolean => isWanted(known[lineSize * line + kindAt]! % familiar, textsOf(line));
    for (let line = 0; line < this.size; line += 1) if (wanted(line)) places[highest - textsOf(line) + 1]! += 1;
    for (let at = 1; at < places.length; at += 1) places[at]! += places[at - 1]!;
    const lines = new Uint32Array(places[highest + 1]!);
    for (let line = 0; line < this.size; line += 1) {
      if (!wanted(line)) continue;
      const place = highest - textsOf(line);
      lines[places[place]!] = line;
      places[place]! += 1;
    }
    return lines.slice(0, most);
  }

  /** What is known of a feature; its hash without a sign. */
  at(line: number): { readonly hash: number; readonly texts: number; readonly familiar: number } {
    const start = lineSize * line;
    return {
      hash: this.lines[start + hashAt]! >>> 0,
      texts: this.lines[start + textsAt]!,
      familiar: this.lines[start + kindAt]! >= familiar ? 1 : 0,
    };
  }

  private add(hash: number, kind: FeatureKind, at: number, isFamiliar: boolean): void {
    if (lineSize * this.size === this.lines.length) this.makeRoom();
    const { lines } = this;
    const start = lineSize * this.size;
    lines[start + hashAt] = hash;
    lines[start + textsAt] = 1;
    lines[start + lastAt] = at;
    lines[start + kindAt] = kind + (isFamiliar ? familiar : 0);
    this.size += 1;
    this.slots[this.slotOf(hash | 0)] = this.size;
  }

  private makeRoom(): void {
    const full = this.lines;
    const isFull = this.size >= this.most;
    if (!isFull) this.lines = new Int32Array(lineSize * Math.min(this.most, 2 * this.size));
    else this.forgotten += 1;
    let kept = 0;
    for (let line = 0; line < this.size; line += 1) {
      const start = lineSize * line;
      if (isFull && full[start + textsAt] === 1) continue;
      for (let at = 0; at < lineSize; at += 1) this.lines[lineSize * kept + at] = full[start + at]!;
      kept += 1;
    }
    // Nothing is in one text only: what was met last has to go.
    this.size = kept === this.most ? kept >>> 1 : kept;
    this.slots = new Uint32Array(2 * 2 ** Math.ceil(Math.log2(this.lines.length / lineSize)));
    for (let line = 0; line < this.size; line += 1) this.slots[this.slotOf(this.lines[lineSize * line]!)] = line + 1;
  }

  private slotOf(hash: number): number {
    const { slots, lines } = this;
    const mask = slots.length - 1;
    let slot = (imul(hash, 0x9e3779b1) >>> 0) & mask;
    while (slots[slot] !== 0 && lines[lineSize * (slots[slot]! - 1)] !== hash) slot = (slot + 1) & mask;
    return slot;
  }
}
