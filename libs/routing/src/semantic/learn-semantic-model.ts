import type { Examples } from '../training-set.js';
import { fitTemperature } from './calibration.js';
import type { SparseVector } from './feature-space.js';
import { foldsOf } from './folds.js';
import { learnFeatureSpace } from './learn-feature-space.js';
import { learnSoftmax, type LabeledVectors } from './learn-softmax.js';
import { SemanticModel } from './semantic-model.js';
import { logitsOf } from './softmax.js';

/**
 * How the model learns. Each number is the best of a small grid by five-fold cross-validation on the club's examples;
 * the neighbors of each are within half a percent, so nothing hangs on the last digit.
 */
export const learning = {
  pieceMinTexts: 2,
  shares: [0.2, 0.1, 0.7],
  epochs: 15,
  learningRate: 0.2,
  decay: 0,
  seed: 20_261_122,
  folds: 4,
} as const;

/** Held-out scores beyond this make the temperature no better, and a large set would wait for them. */
const enoughHeldOut = 1500;

export interface LearnedModel {
  readonly model: SemanticModel;
  readonly vectors: readonly SparseVector[];
}

function* heldOutTemperature(data: LabeledVectors, texts: readonly string[]): Generator<void, number> {
  const folds = foldsOf(texts, learning.folds);
  const scores: Float64Array[] = [];
  const labels: number[] = [];
  const rows = Array.from(texts.keys());
  for (let fold = 0; fold < learning.folds && scores.length < enoughHeldOut; fold += 1) {
    const kept = Uint32Array.from(rows.filter((row) => folds[row] !== fold));
    const weights = yield* learnSoftmax(data, kept, learning);
    for (const row of rows) {
      if (folds[row] !== fold) continue;
      scores.push(logitsOf(weights, data.vectors[row]!, new Float64Array(data.classes)));
      labels.push(data.labels[row]!);
    }
    yield;
  }
  return fitTemperature({ scores, labels });
}

/** Learns in steps of a few milliseconds; the same examples give the same model to the last bit. */
export function* learnSemanticModel({ texts, labels, assistants }: Examples): Generator<void, LearnedModel> {
  const space = yield* learnFeatureSpace(texts, learning);
  const vectors: SparseVector[] = [];
  for (const [at, text] of texts.entries()) {
    vectors.push(space.vectorize(text).vector);
    if (at % 256 === 255) yield;
  }
  const data = { vectors, labels, classes: assistants.length + 1, features: space.size };
  const temperature = yield* heldOutTemperature(data, texts);
  const weights = yield* learnSoftmax(data, Uint32Array.from(texts.keys()), learning);
  return { model: new SemanticModel(space, weights, temperature), vectors };
}
