import type { SparseVector } from './feature-space.js';

export interface NearExample {
  readonly text: string;
  /** The class of the example. */
  readonly label: number;
  /** Cosine of the angle between the two, 0 to 1. */
  readonly similarity: number;
}

/**
 * A feature that more than this share of the examples has tells none of them apart; leaving these out makes a look-up
 * several times faster and changes no figure of the cross-validation. In small sets, everything up to 50 is kept; in large
 * ones nothing beyond 200, so that a look-up stays as fast however many examples there are.
 */
const commonShare = 0.05;
/** Features of one text that are looked up; a question of 200 characters has about as many. */
const mostLookedUp = 400;
const fewestExamples = 50;
const mostExamples = 200;

/** Finds the training examples most like a text, through an index from each feature to the examples that have it. */
export class NearestExamples {
  /** `rows[starts[f]..starts[f + 1])` are the examples with feature f, `values` what it is in each. */
  private readonly starts: Uint32Array;
  private readonly rows: Uint32Array;
  private readonly values: Float32Array;
  private readonly sums: Float32Array;

  constructor(
    private readonly texts: readonly string[],
    private readonly labels: Uint16Array,
    vectors: readonly SparseVector[],
    features: number,
  ) {
    this.starts = new Uint32Array(features + 1);
    const counts = new Uint32Array(features);
    for (const { indices } of vectors) for (const feature of indices) counts[feature]! += 1;
    const most = Math.min(mostExamples, Math.max(fewestExamples, texts.length * commonShare));
    const isKept = (feature: number): boolean => counts[feature]! <= most;
    counts.forEach((count, feature) => {
      this.starts[feature + 1] = count <= most ? count : 0;
    });
    for (let feature = 0; feature < features; feature += 1) this.starts[feature + 1]! += this.starts[feature]!;
    this.rows = new Uint32Array(this.starts[features]!);
    this.values = new Float32Array(this.rows.length);
    this.sums = new Float32Array(texts.length);
    const filled = this.starts.slice();
    vectors.forEach(({ indices, values }, row) => {
      const length = Math.hypot(...values) || 1;
      indices.forEach((feature, at) => {
        if (!isKept(feature)) return;
        const place = filled[feature]!;
        this.rows[place] = row;
        this.values[place] = values[at]! / length;
        filled[feature] = place + 1;
      });
    });
  }

  /**
   * The `most` nearest, the nearest first; fewer where fewer have anything in common with the text.
   * @param skips rows that are left out, so that examples can be asked about as if they were new
   */
  find({ indices, values }: SparseVector, most: number, skips: (row: number) => boolean = never): NearExample[] {
    this.sums.fill(0);
    let square = 0;
    for (const value of values) square += value * value;
    const places = heaviest(values);
    const lookedUp = places?.length ?? values.length;
    for (let next = 0; next < lookedUp; next += 1) {
      const at = places === null ? next : places[next]!;
      const value = values[at]!;
      const stop = this.starts[indices[at]! + 1]!;
      for (let place = this.starts[indices[at]!]!; place < stop; place += 1) {
        this.sums[this.rows[place]!]! += value * this.values[place]!;
      }
    }
    const best = this.highestSums(most, skips);
    const length = Math.sqrt(square) || 1;
    return best.map((row) => ({
      text: this.texts[row]!,
      label: this.labels[row]!,
      similarity: Math.min(1, this.sums[row]! / length),
    }));
  }

  /** Rows with the highest sums, the highest first. */
  private highestSums(most: number, skips: (row: number) => boolean): number[] {
    const best: number[] = [];
    let least = 0;
    for (let row = 0; row < this.sums.length; row += 1) {
      const sum = this.sums[row]!;
      if (sum <= least || skips(row)) continue;
      let place = best.length;
      while (place > 0 && sum > this.sums[best[place - 1]!]!) place -= 1;
      best.splice(place, 0, row);
      if (best.length > most) best.pop();
      if (best.length === most) least = this.sums[best[most - 1]!]!;
    }
    return best;
  }
}

const never = (): boolean => false;

/**
 * Places of the values that are looked up, null for all of them. What makes a long text like an example is in its rare
 * words; the many light features of 2,000 characters would take ten times as long and hardly move a similarity.
 */
function heaviest(values: Float32Array): readonly number[] | null {
  if (values.length <= mostLookedUp) return null;
  const places = [...values.keys()].sort((one, other) => values[other]! - values[one]! || one - other);
  return places.slice(0, mostLookedUp);
}
