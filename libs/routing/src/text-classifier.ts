import { nextTurn } from '#kernel';
import { fingerprintOf } from './fingerprint.js';
import { inSteps, type Pause } from './pause.js';
import { learnFeatureSpace } from './semantic/learn-feature-space.js';
import { learning, lookAtExamples, readExamples } from './semantic/learn-semantic-model.js';
import { usualTrust } from './semantic/calibration.js';
import { learnMargins } from './semantic/learn-margins.js';
import { modelToJson, readModelJson, type SemanticModelJson } from './semantic/model-json.js';
import { SemanticModel } from './semantic/semantic-model.js';
import { normalise } from './text/normalise.js';
import { read } from './text/said.js';
import type { Examples } from './training-set.js';

/** A class and texts that belong to it. */
export interface TextClass {
  readonly id: string;
  readonly texts: readonly string[];
}

/** Tells which of several classes a text belongs to, by the same means as the router tells assistants apart. */
export class TextClassifier {
  constructor(
    private readonly ids: readonly string[],
    private readonly model: SemanticModel | null,
    /** Says what it was learned from, and how. */
    readonly fingerprint: string,
  ) {}

  /**
   * How likely each class is, in the order they were given; they add up to 1 at the most, and are not calibrated. Empty
   * where there are not two classes to tell apart.
   */
  classify(text: string): { readonly id: string; readonly likelihood: number }[] {
    if (!this.model) return [];
    const { probabilities } = this.model.classify(read(text));
    return this.ids.map((id, at) => ({ id, likelihood: probabilities[at]! }));
  }

  /** What was learned, to be kept; null where there was nothing to learn. */
  toJSON(): SemanticModelJson | null {
    return this.model && modelToJson(this.model, this.fingerprint);
  }
}

/** Every text once: one that two classes claim belongs to the first. */
function gather(classes: readonly TextClass[]): Examples {
  const owners = new Map<string, { text: string; label: number }>();
  classes.forEach(({ texts }, label) => {
    for (const text of texts) if (!owners.has(normalise(text))) owners.set(normalise(text), { text, label });
  });
  const owned = [...owners.values()];
  const labels = Uint16Array.from(owned, ({ label }) => label);
  return { texts: owned.map(({ text }) => text), labels, assistants: classes.map(({ id }) => id) };
}

/** By what was kept, where it was learned from just these classes; else it is learned. */
function* openClassifier(classes: readonly TextClass[], kept?: SemanticModelJson): Generator<void, TextClassifier> {
  const examples = gather(classes);
  const { texts, labels, assistants } = examples;
  const fingerprint = fingerprintOf(examples);
  if (classes.length < 2) return new TextClassifier(assistants, null, fingerprint);
  const known = kept?.fingerprint === fingerprint ? readModelJson(kept, fingerprint) : null;
  const said = yield* readExamples(texts);
  const space = known?.space ?? (yield* learnFeatureSpace(said, learning));
  const { vectors, nearest, classWeights } = yield* lookAtExamples(examples, space, (at) => said[at]!);
  const data = { vectors, labels, classes: assistants.length + 1, features: space.size };
  const weights = known?.weights ?? (yield* learnMargins(data, Uint32Array.from(texts.keys()), learning));
  return new TextClassifier(
    assistants,
    new SemanticModel({ nearest, classWeights, space, weights, vote: learning.vote }, usualTrust),
    fingerprint,
  );
}

/** Says what a classifier of these classes is learned from. */
export const fingerprintOfClasses = (classes: readonly TextClass[]): string => fingerprintOf(gather(classes));

/**
 * Learns in steps of a few milliseconds, giving way between them; the same classes give the same classifier.
 * @param kept what `toJSON` of an earlier one gave: where it fits it is taken up, which is ten times faster
 * @throws FailureError `invalid-request` when what was kept is damaged
 */
export const trainClassifier = (
  classes: readonly TextClass[],
  kept?: SemanticModelJson,
  pause: Pause = nextTurn,
): Promise<TextClassifier> => inSteps(openClassifier(classes, kept), pause);
