import { nextTurn, type Pause } from './pause.js';
import { learnFeatureSpace } from './semantic/learn-feature-space.js';
import { learning, lookAtExamples } from './semantic/learn-semantic-model.js';
import { learnSoftmax } from './semantic/learn-softmax.js';
import { SemanticModel } from './semantic/semantic-model.js';
import { normalise } from './text/normalise.js';
import { read } from './text/said.js';

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
}

/** Every text once: one that two classes claim belongs to the first. */
function gather(classes: readonly TextClass[]): { texts: string[]; labels: Uint16Array } {
  const owners = new Map<string, { text: string; label: number }>();
  classes.forEach(({ texts }, label) => {
    for (const text of texts) if (!owners.has(normalise(text))) owners.set(normalise(text), { text, label });
  });
  const owned = [...owners.values()];
  return { texts: owned.map(({ text }) => text), labels: Uint16Array.from(owned, ({ label }) => label) };
}

function* learn(classes: readonly TextClass[]): Generator<void, TextClassifier> {
  const assistants = classes.map(({ id }) => id);
  if (classes.length < 2) return new TextClassifier(assistants, null);
  const examples = { ...gather(classes), assistants };
  const { texts, labels } = examples;
  const space = yield* learnFeatureSpace(texts, learning);
  const seen = yield* lookAtExamples(examples, space);
  const data = { vectors: seen.vectors, labels, classes: classes.length + 1, features: space.size };
  const weights = yield* learnSoftmax(data, Uint32Array.from(texts.keys()), learning);
  return new TextClassifier(assistants, new SemanticModel({ ...seen, space, weights, vote: learning.vote }, 1));
}

/** Learns in steps of a few milliseconds, giving way between them; the same classes give the same classifier. */
export async function trainClassifier(classes: readonly TextClass[], pause: Pause = nextTurn): Promise<TextClassifier> {
  const steps = learn(classes);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}
