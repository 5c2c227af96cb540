import { fingerprintOf } from './fingerprint.js';
import { nextTurn, type Pause } from './pause.js';
import { learnFeatureSpace } from './semantic/learn-feature-space.js';
import { learning, lookAtExamples } from './semantic/learn-semantic-model.js';
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

type Model = Pick<SemanticModel['parts'], 'space' | 'weights'>;

function* learnModel({ texts, labels, assistants }: Examples): Generator<void, Model> {
  const space = yield* learnFeatureSpace(texts, learning);
  const vectors = texts.map((text) => space.vectorize(read(text)).vector);
  const data = { vectors, labels, classes: assistants.length + 1, features: space.size };
  return { space, weights: yield* learnMargins(data, Uint32Array.from(texts.keys()), learning) };
}

/** By what was kept, where it was learned from just these classes; else it is learned. */
function* openClassifier(classes: readonly TextClass[], kept?: SemanticModelJson): Generator<void, TextClassifier> {
  const examples = gather(classes);
  const fingerprint = fingerprintOf(examples);
  if (classes.length < 2) return new TextClassifier(examples.assistants, null, fingerprint);
  const fits = kept?.fingerprint === fingerprint;
  const model = fits ? readModelJson(kept, fingerprint) : yield* learnModel(examples);
  const seen = yield* lookAtExamples(examples, model.space);
  const semantic = new SemanticModel({ ...seen, ...model, vote: learning.vote }, usualTrust);
  return new TextClassifier(examples.assistants, semantic, fingerprint);
}

/** Says what a classifier of these classes is learned from. */
export const fingerprintOfClasses = (classes: readonly TextClass[]): string => fingerprintOf(gather(classes));

/**
 * Learns in steps of a few milliseconds, giving way between them; the same classes give the same classifier.
 * @param kept what `toJSON` of an earlier one gave: where it fits it is taken up, which is ten times faster
 * @throws FailureError `invalid-request` when what was kept is damaged
 */
export async function trainClassifier(
  classes: readonly TextClass[],
  kept?: SemanticModelJson,
  pause: Pause = nextTurn,
): Promise<TextClassifier> {
  const steps = openClassifier(classes, kept);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}
