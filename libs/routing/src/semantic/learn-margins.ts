import { seededRandom, shuffle } from '../text/random.js';
import type { PackedVectors } from './packed-vectors.js';
import type { LinearWeights } from './softmax.js';

// Taken out of the hot loops: a global is looked up anew each time wherever modules run in a context of their own.
const { abs, max, min } = Math;

export interface MarginOptions {
  /** What one example outside its margin costs beside the squared length of the weights. */
  readonly cost: number;
  /** Rounds over the examples at most, for each class. */
  readonly rounds: number;
  /** A class is learned when the slopes of a whole round lie no further apart than this. */
  readonly tolerance: number;
  readonly seed: number;
}

export interface LabeledVectors {
  readonly vectors: PackedVectors;
  readonly labels: Uint16Array;
  readonly classes: number;
  readonly features: number;
}

/** Multiplications between two steps: a few milliseconds, so that whoever trains in steps can answer in between. */
const workPerStep = 2_000_000;

/** What each class's examples count, so that a class with few examples is not drowned; 1 on average. */
export function balancedWeights(labels: Uint16Array, rows: Uint32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const row of rows) counts[labels[row]!]! += 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : rows.length / (present * count)));
}

/** The given rows where they are packed. */
interface Rows extends Pick<PackedVectors, 'cells' | 'values'> {
  /** Row r has `cells[at]` for every second place `at` of `starts[r]..stops[r])`, and there `values[at + 1]`. */
  readonly starts: Uint32Array;
  readonly stops: Uint32Array;
  /** Squared length of each, with 1 for the bias. */
  readonly squares: Float64Array;
  readonly labels: Uint16Array;
}

function rowsOf({ vectors, labels }: LabeledVectors, rows: Uint32Array): Rows {
  const { cells, values } = vectors;
  const starts = rows.map((row) => vectors.starts[row]!);
  const stops = rows.map((row) => vectors.starts[row + 1]!);
  const squares = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row += 1) {
    let square = 1;
    for (let at = starts[row]!; at < stops[row]!; at += 2) square += values[at + 1]! * values[at + 1]!;
    squares[row] = square;
  }
  return { starts, stops, cells, values, squares, labels: Uint16Array.from(rows, (row) => labels[row]!) };
}

/** What is being learned for one class: its weights, the bias after the last of them, and how much each example holds. */
interface Learner {
  readonly weights: Float64Array;
  readonly held: Float64Array;
  /** Examples that are still looked at, the first `active` of them; the others hold nothing and are far outside. */
  readonly order: Uint32Array;
  active: number;
}

/** Nothing learned, and everything to be looked at: one memory for all classes, one after the other. */
function begin(learner: Learner): void {
  learner.weights.fill(0);
  learner.held.fill(0);
  for (let at = 0; at < learner.order.length; at += 1) learner.order[at] = at;
  learner.active = learner.order.length;
}

/** What a round came to: by how much any example was too far in or out of its margin, and the work it was. */
interface Round {
  readonly highest: number;
  readonly lowest: number;
  readonly work: number;
}

/** In four sums, since an addition waits for the one before it. */
function dot(weights: Float64Array, { cells, values }: Rows, start: number, stop: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = start;
  for (; at + 6 < stop; at += 8) {
    a += weights[cells[at]!]! * values[at + 1]!;
    b += weights[cells[at + 2]!]! * values[at + 3]!;
    c += weights[cells[at + 4]!]! * values[at + 5]!;
    d += weights[cells[at + 6]!]! * values[at + 7]!;
  }
  for (; at < stop; at += 2) a += weights[cells[at]!]! * values[at + 1]!;
  return a + b + c + d;
}

/** One example's part of a round: moves the weights so that it is on its margin, as far as its cost allows. @returns its slope before, below 0 where it was too near */
function settleExample(rows: Rows, learner: Learner, at: number, sign: number, slack: number): number {
  const { cells, values } = rows;
  const { weights, held } = learner;
  const bias = weights.length - 1;
  const start = rows.starts[at]!;
  const stop = rows.stops[at]!;
  const score = weights[bias]! + dot(weights, rows, start, stop);
  const before = held[at]!;
  const slope = sign * score - 1 + slack * before;
  if ((before > 0 || slope < 0) && abs(slope) > 1e-12) {
    const now = max(before - slope / (rows.squares[at]! + slack), 0);
    const move = (now - before) * sign;
    held[at] = now;
    weights[bias]! += move;
    for (let place = start; place < stop; place += 2) weights[cells[place]!]! += move * values[place + 1]!;
  }
  return slope;
}

/** One round over the examples that are still looked at; one that holds nothing and is far outside is put behind them. */
function round(rows: Rows, learner: Learner, of: number, slack: number, shrink: number): Round {
  const { order, held } = learner;
  let highest = -Infinity;
  let lowest = Infinity;
  let work = 0;
  for (let place = 0; place < learner.active; place += 1) {
    const at = order[place]!;
    const holds = held[at]! > 0;
    const slope = settleExample(rows, learner, at, rows.labels[at] === of ? 1 : -1, slack);
    work += (rows.stops[at]! - rows.starts[at]!) / 2;
    if (!holds && slope > shrink) {
      learner.active -= 1;
      order[place] = order[learner.active]!;
      order[learner.active] = at;
      place -= 1;
    } else if (holds || slope < 0) {
      highest = max(highest, slope);
      lowest = min(lowest, slope);
    }
  }
  return { highest, lowest, work };
}

/**
 * One linear classifier for each class, against all others: a support vector machine with squared hinge loss, by dual
 * coordinate descent with shrinking (Hsieh et al. 2008, the method of LIBLINEAR), on the given rows, in a seeded order: the
 * same input gives the same weights to the last bit. A class without examples has no weights and a bias of -1, which is
 * what any class says of a text that has nothing in common with it.
 */
export function* learnMargins(
  data: LabeledVectors,
  rows: Uint32Array,
  options: MarginOptions,
): Generator<void, LinearWeights> {
  const { classes, features } = data;
  const model = { classes, weights: new Float32Array(features * classes), biases: new Float32Array(classes).fill(-1) };
  const chosen = rowsOf(data, rows);
  const present = new Set(chosen.labels);
  const slack = 1 / (2 * options.cost);
  let work = 0;
  const learner: Learner = {
    weights: new Float64Array(features + 1),
    held: new Float64Array(rows.length),
    order: new Uint32Array(rows.length),
    active: 0,
  };
  for (let of = 0; of < classes; of += 1) {
    if (!present.has(of)) continue;
    begin(learner);
    const random = seededRandom(options.seed + of);
    let shrink = Infinity;
    for (let turn = 0; turn < options.rounds; turn += 1) {
      shuffle(learner.order.subarray(0, learner.active), random);
      const done = round(chosen, learner, of, slack, shrink);
      work += done.work;
      if (work > workPerStep) {
        work = 0;
        yield;
      }
      if (done.highest - done.lowest <= options.tolerance) break;
      shrink = done.highest > 0 ? done.highest : Infinity;
    }
    for (let feature = 0; feature < features; feature += 1) {
      model.weights[feature * classes + of] = learner.weights[feature]!;
    }
    model.biases[of] = learner.weights[features]!;
  }
  return model;
}
