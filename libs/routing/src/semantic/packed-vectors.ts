import type { SparseVector } from './feature-space.js';

const fewest = 1 << 12;

/**
 * Vectors one after another in one memory. Two arrays for each of 30,000 texts take twice the memory of what is in them, and
 * leave holes behind that nobody gets back.
 */
export class PackedVectors {
  /**
   * Vector v has `cells[at]` for every second place `at` of `starts[v]..starts[v + 1])`, and there `values[at + 1]`: one memory. Numbers with a sign are
   * what V8 finds a place by without a check that they have none: learning margins takes a third less time.
   */
  starts = new Uint32Array(fewest);
  cells = new Int32Array(fewest);
  values = new Float32Array(this.cells.buffer);
  length = 0;

  static of(vectors: Iterable<SparseVector>): PackedVectors {
    const packed = new PackedVectors();
    for (const { indices, values } of vectors) packed.add(indices, values, indices.length);
    return packed;
  }

  /** Puts down a copy of the first `count` of both. */
  add(indices: Uint32Array, values: Float32Array, count: number): void {
    const start = this.starts[this.length]!;
    const stop = start + 2 * count;
    if (stop > this.cells.length) this.makeRoom(stop);
    if (this.length + 2 > this.starts.length) this.growStarts();
    for (let at = 0; at < count; at += 1) {
      this.cells[start + 2 * at] = indices[at]!;
      this.values[start + 2 * at + 1] = values[at]!;
    }
    this.length += 1;
    this.starts[this.length] = stop;
  }

  /** A copy of the vector at a place. */
  vector(at: number): SparseVector {
    const start = this.starts[at]!;
    const count = (this.starts[at + 1]! - start) / 2;
    const indices = new Uint32Array(count);
    const values = new Float32Array(count);
    for (let next = 0; next < count; next += 1) {
      indices[next] = this.cells[start + 2 * next]!;
      values[next] = this.values[start + 2 * next + 1]!;
    }
    return { indices, values };
  }

  private makeRoom(wanted: number): void {
    const full = this.cells;
    this.cells = new Int32Array(Math.max(wanted, Math.ceil(1.5 * full.length)));
    this.cells.set(full);
    this.values = new Float32Array(this.cells.buffer);
  }

  private growStarts(): void {
    const full = this.starts;
    this.starts = new Uint32Array(2 * full.length);
    this.starts.set(full);
  }
}
