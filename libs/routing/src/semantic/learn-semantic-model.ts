import { read } from '../text/said.js';
import type { Examples } from '../training-set.js';
import { fitTemperature } from './calibration.js';
import type { FeatureSpace, SparseVector } from './feature-space.js';
import { foldsOf } from './folds.js';
import { learnFeatureSpace } from './learn-feature-space.js';
import { balancedWeights, learnSoftmax, type LabeledVectors } from './learn-softmax.js';
import { NearestExamples } from './nearest-examples.js';
import { combinedScores, SemanticModel, type SemanticParts } from './semantic-model.js';

/**
 * How the model learns. Each number is the best of a small grid by cross-validation on the club's examples; the
 * neighbors of each are within half a percent, so nothing hangs on the last digit.
 */
export const learning = {
  pieceMinTexts: 2,
  /** Words and pairs, pieces, concepts. */
  shares: [0.3, 0.3, 0.4],
  epochs: 10,
  learningRate: 0.2,
  decay: 0,
  seed: 20_261_122,
  folds: 4,
  vote: { neighbors: 20, power: 3, start: 0.02, weight: 0.67 },
} as const;

/** Held-out scores beyond this make the temperature no better, and a large set would wait for them. */
const enoughHeldOut = 1500;
const textsPerStep = 64;

/** What every example looks like to the model, and how they vote. */
export interface SeenExamples extends Pick<SemanticParts, 'nearest' | 'classWeights'> {
  readonly vectors: readonly SparseVector[];
}

/** The part of learning that is the same for a new model and for one that was kept: how the examples look. */
export function* lookAtExamples(
  { texts, labels, assistants }: Examples,
  space: FeatureSpace,
): Generator<void, SeenExamples> {
  const vectors: SparseVector[] = [];
  for (const [at, text] of texts.entries()) {
    vectors.push(space.vectorize(read(text)).vector);
    if (at % textsPerStep === textsPerStep - 1) yield;
  }
  const classWeights = balancedWeights(labels, Uint32Array.from(texts.keys()), assistants.length + 1);
  return { vectors, classWeights, nearest: new NearestExamples(texts, labels, vectors, space.size) };
}

/** Asks about every example as if it were new: by a model that has not seen its fold. */
function* heldOutTemperature(
  data: LabeledVectors,
  seenExamples: SeenExamples,
  texts: readonly string[],
): Generator<void, number> {
  const folds = foldsOf(texts, learning.folds);
  const scores: Float64Array[] = [];
  const labels: number[] = [];
  const rows = Array.from(texts.keys());
  for (let fold = 0; fold < learning.folds && scores.length < enoughHeldOut; fold += 1) {
    const isHeldOut = (row: number): boolean => folds[row] === fold;
    const seen = Uint32Array.from(rows.filter((row) => !isHeldOut(row)));
    const weights = yield* learnSoftmax(data, seen, learning);
    for (const row of rows.filter(isHeldOut)) {
      scores.push(
        combinedScores({ ...seenExamples, weights, vote: learning.vote }, data.vectors[row]!, isHeldOut).scores,
      );
      labels.push(data.labels[row]!);
      if (scores.length % textsPerStep === 0) yield;
    }
  }
  return fitTemperature({ scores, labels });
}

/** Learns in steps of a few milliseconds; the same examples give the same model to the last bit. */
export function* learnSemanticModel(examples: Examples): Generator<void, SemanticModel> {
  const { texts, labels, assistants } = examples;
  const space = yield* learnFeatureSpace(texts, learning, (at) => labels[at]! < assistants.length);
  const seenExamples = yield* lookAtExamples(examples, space);
  const data = { vectors: seenExamples.vectors, labels, classes: assistants.length + 1, features: space.size };
  const temperature = yield* heldOutTemperature(data, seenExamples, texts);
  const weights = yield* learnSoftmax(data, Uint32Array.from(texts.keys()), learning);
  return new SemanticModel({ ...seenExamples, space, weights, vote: learning.vote }, temperature);
}
