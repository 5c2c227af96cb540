/** Finds the position of a 32-bit hash in a list: open addressing in one typed array, no strings and no allocation. */
export class HashIndex {
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(private readonly hashes: Uint32Array) {
    let size = 16;
    while (size < hashes.length * 2) size *= 2;
    this.mask = size - 1;
    this.slots = new Int32Array(size).fill(-1);
    hashes.forEach((hash, position) => {
      this.slots[this.slotOf(hash)] = position;
    });
  }

  /** The position of the hash, or -1. */
  find(hash: number): number {
    return this.slots[this.slotOf(hash)]!;
  }

  private slotOf(hash: number): number {
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 0) & this.mask;
    for (;;) {
      const position = this.slots[slot]!;
      if (position < 0 || this.hashes[position] === hash) return slot;
      slot = (slot + 1) & this.mask;
    }
  }
}
