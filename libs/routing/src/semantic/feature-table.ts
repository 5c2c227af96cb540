import type { FeatureKind } from './features.js';

// Taken out of the hot loops: a global is looked up anew each time wherever modules run in a context of their own.
const { imul } = Math;
const fewest = 1 << 16;

/** What a new feature is put down with, and where: the columns of a table, one line for each feature. */
interface Columns {
  readonly hashes: Int32Array;
  readonly texts: Uint32Array;
  readonly last: Uint32Array;
  readonly kinds: Uint8Array;
  readonly familiar: Uint8Array;
}

const columnsOf = (size: number): Columns => ({
  hashes: new Int32Array(size),
  texts: new Uint32Array(size),
  last: new Uint32Array(size),
  kinds: new Uint8Array(size),
  familiar: new Uint8Array(size),
});

/**
 * Counts in how many texts each feature is, in about 22 bytes a feature. It holds as many as it was told at the most: when
 * it is full, what was met in one text only is forgotten, which is most of it and would not be learned anyway. Its work
 * hangs on the features alone, and the same texts in the same order give the same table.
 */
export class FeatureTable {
  private columns = columnsOf(fewest);
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
    const { texts, last, familiar } = this.columns;
    if (last[line] === at) return;
    texts[line]! += 1;
    last[line] = at;
    if (isFamiliar) familiar[line] = 1;
  }

  /** Lines of the features that are wanted, those in most texts first, and of equals those that were met first. */
  mostCommon(isWanted: (kind: number, texts: number) => boolean, most: number): Uint32Array {
    const { texts, kinds } = this.columns;
    const highest = texts.subarray(0, this.size).reduce((high, one) => (one > high ? one : high), 0);
    const places = new Uint32Array(highest + 2);
    const wanted = (line: number): boolean => isWanted(kinds[line]!, texts[line]!);
    for (let line = 0; line < this.size; line += 1) if (wanted(line)) places[highest - texts[line]! + 1]! += 1;
    for (let at = 1; at < places.length; at += 1) places[at]! += places[at - 1]!;
    const lines = new Uint32Array(places[highest + 1]!);
    for (let line = 0; line < this.size; line += 1) {
      if (!wanted(line)) continue;
      const place = highest - texts[line]!;
      lines[places[place]!] = line;
      places[place]! += 1;
    }
    return lines.slice(0, most);
  }

  /** What is known of a feature; its hash without a sign. */
  at(line: number): { readonly hash: number; readonly texts: number; readonly familiar: number } {
    const { hashes, texts, familiar } = this.columns;
    return { hash: hashes[line]! >>> 0, texts: texts[line]!, familiar: familiar[line]! };
  }

  private add(hash: number, kind: FeatureKind, at: number, isFamiliar: boolean): void {
    if (this.size === this.columns.hashes.length) this.makeRoom();
    const { hashes, texts, last, kinds, familiar } = this.columns;
    const line = this.size;
    hashes[line] = hash;
    texts[line] = 1;
    last[line] = at;
    kinds[line] = kind;
    familiar[line] = isFamiliar ? 1 : 0;
    this.size += 1;
    this.slots[this.slotOf(hash | 0)] = line + 1;
  }

  private makeRoom(): void {
    const full = this.columns;
    const isFull = this.size >= this.most;
    if (!isFull) this.columns = columnsOf(Math.min(this.most, 2 * this.size));
    else this.forgotten += 1;
    let kept = 0;
    for (let line = 0; line < this.size; line += 1) {
      if (isFull && full.texts[line] === 1) continue;
      this.columns.hashes[kept] = full.hashes[line]!;
      this.columns.texts[kept] = full.texts[line]!;
      this.columns.last[kept] = full.last[line]!;
      this.columns.kinds[kept] = full.kinds[line]!;
      this.columns.familiar[kept] = full.familiar[line]!;
      kept += 1;
    }
    // Nothing is in one text only: what was met last has to go.
    this.size = kept === this.most ? kept >>> 1 : kept;
    this.slots = new Uint32Array(2 * 2 ** Math.ceil(Math.log2(this.columns.hashes.length)));
    for (let line = 0; line < this.size; line += 1) this.slots[this.slotOf(this.columns.hashes[line]!)] = line + 1;
  }

  private slotOf(hash: number): number {
    const { slots } = this;
    const { hashes } = this.columns;
    const mask = slots.length - 1;
    let slot = (imul(hash, 0x9e3779b1) >>> 0) & mask;
    while (slots[slot] !== 0 && hashes[slots[slot]! - 1] !== hash) slot = (slot + 1) & mask;
    return slot;
  }
}
