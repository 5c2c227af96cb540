import { readExample, type Said } from '../text/said.js';
import type { Examples } from '../training-set.js';
import { fitTrust, type Trust } from './calibration.js';
import type { FeatureSpace } from './feature-space.js';
import { foldsOf } from './folds.js';
import { learnFeatureSpace } from './learn-feature-space.js';
import { balancedWeights, learnMargins, type LabeledVectors } from './learn-margins.js';
import { NearestExamples } from './nearest-examples.js';
import { PackedVectors } from './packed-vectors.js';
import { SemanticModel, type SemanticParts } from './semantic-model.js';
import { logitsOf } from './softmax.js';
import { voteOf } from './vote.js';

/**
 * How the model learns. Each number is the best of a small grid by cross-validation on the club's examples; the
 * neighbors of each are within half a percent, so nothing hangs on the last digit.
 */
export const learning = {
  pieceMinTexts: 2,
  togetherMinTexts: 2,
  fewTexts: 2000,
  mostFeatures: 262_144,
  /** Words and neighbors, pieces, concepts, words said together. */
  shares: [0.34, 0.34, 0.12, 0.2],
  cost: 1,
  rounds: 6,
  tolerance: 0.1,
  seed: 20_261_122,
  folds: 4,
  vote: { neighbors: 20, power: 3, start: 0.02 },
} as const;

/** Held-out scores beyond this make the temperature no better, and a large set would wait for them. */
const enoughHeldOut = 1500;
const textsPerStep = 64;

/** What every example looks like to the model, and how they vote. */
export interface SeenExamples extends Pick<SemanticParts, 'nearest' | 'classWeights'> {
  readonly vectors: PackedVectors;
}

/** Reads every example once for all that look at it while a model is learned. */
export function* readExamples(texts: readonly string[]): Generator<void, Said[]> {
  const said: Said[] = [];
  for (let at = 0; at < texts.length; at += 1) {
    said.push(readExample(texts[at]!));
    if (at % textsPerStep === textsPerStep - 1) yield;
  }
  return said;
}

/**
 * The part of learning that is the same for a new model and for one that was kept: how the examples look.
 * @param saidAt the example at a place, as `readExample` reads it
 */
export function* lookAtExamples(
  { texts, labels, assistants }: Examples,
  space: FeatureSpace,
  saidAt: (at: number) => Said = (at) => readExample(texts[at]!),
): Generator<void, SeenExamples> {
  const vectors = new PackedVectors();
  for (let at = 0; at < texts.length; at += 1) {
    space.pack(saidAt(at), vectors);
    if (at % textsPerStep === textsPerStep - 1) yield;
  }
  space.rest();
  const classWeights = balancedWeights(labels, Uint32Array.from(texts.keys()), assistants.length + 1);
  return { vectors, classWeights, nearest: new NearestExamples(texts, labels, vectors, space.size) };
}

/** Asks about every example as if it were new: by a model that has not seen its fold. */
function* heldOutTrust(data: LabeledVectors, seen: SeenExamples, folds: Uint8Array): Generator<void, Trust> {
  const rows = Array.from(folds.keys());
  const margins: Float64Array[] = [];
  const votes: Float64Array[] = [];
  const labels: number[] = [];
  for (let fold = 0; fold < learning.folds && labels.length < enoughHeldOut; fold += 1) {
    const isHeldOut = (row: number): boolean => folds[row] === fold;
    const others = Uint32Array.from(rows.filter((row) => !isHeldOut(row)));
    const weights = yield* learnMargins(data, others, learning);
    for (const row of rows.filter(isHeldOut).slice(0, enoughHeldOut)) {
      const vector = data.vectors.vector(row);
      const near = seen.nearest.find(vector, learning.vote.neighbors, isHeldOut);
      margins.push(logitsOf(weights, vector, new Float64Array(data.classes)));
      votes.push(voteOf(near, seen.classWeights, learning.vote));
      labels.push(data.labels[row]!);
      if (labels.length % textsPerStep === 0) yield;
    }
  }
  return fitTrust({ margins, votes, labels });
}

/** Learns in steps of a few milliseconds; the same examples give the same model to the last bit. */
export function* learnSemanticModel(examples: Examples): Generator<void, SemanticModel> {
  const { texts, labels, assistants } = examples;
  const said = yield* readExamples(texts);
  const space = yield* learnFeatureSpace(said, learning, (at) => labels[at]! < assistants.length);
  const seen = yield* lookAtExamples(examples, space, (at) => said[at]!);
  const folds = foldsOf(said, learning.folds);
  // What was read is as large as the examples, and learning the margins takes the longest.
  said.length = 0;
  const data = { vectors: seen.vectors, labels, classes: assistants.length + 1, features: space.size };
  const trust = yield* heldOutTrust(data, seen, folds);
  const weights = yield* learnMargins(data, Uint32Array.from(texts.keys()), learning);
  const { nearest, classWeights } = seen;
  return new SemanticModel({ nearest, classWeights, space, weights, vote: learning.vote }, trust);
}
