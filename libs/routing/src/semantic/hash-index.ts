// Taken out of the hot loops: a global is looked up anew each time wherever modules run in a context of their own.
const { imul } = Math;

/**
 * Finds the position of a 32-bit hash in a list: open addressing in one typed array, no strings and no allocation. A hash
 * and its position lie side by side, so that a look-up mostly waits for the memory once.
 */
export class HashIndex {
  /** Pairs of a hash and its position and one; 0 where nothing is. */
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(hashes: Uint32Array) {
    let size = 16;
    while (size < hashes.length * 2) size *= 2;
    this.mask = size - 1;
    this.slots = new Int32Array(2 * size);
    hashes.forEach((hash, position) => {
      const slot = this.slotOf(hash | 0);
      this.slots[slot] = hash;
      this.slots[slot + 1] = position + 1;
    });
  }

  /** The position of the hash, or -1. */
  find(hash: number): number {
    return this.slots[this.slotOf(hash | 0) + 1]! - 1;
  }

  private slotOf(hash: number): number {
    const { slots, mask } = this;
    let slot = (imul(hash, 0x9e3779b1) >>> 0) & mask;
    while (slots[2 * slot + 1] !== 0 && slots[2 * slot] !== hash) slot = (slot + 1) & mask;
    return 2 * slot;
  }
}
