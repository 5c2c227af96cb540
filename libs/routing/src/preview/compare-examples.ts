import type { Examples } from '../training-set.js';

/** Texts with their classes. */
export interface LabeledTexts {
  readonly texts: readonly string[];
  readonly labels: readonly number[];
}

export interface ExampleChange {
  readonly added: LabeledTexts;
  readonly removed: LabeledTexts;
}

const without = ({ texts, labels }: Examples, known: ReadonlyMap<string, number>): LabeledTexts => {
  const places = [...texts.keys()].filter((at) => known.get(texts[at]!) !== labels[at]);
  return { texts: places.map((at) => texts[at]!), labels: places.map((at) => labels[at]!) };
};

/** Which examples came and went; null where the assistants themselves are others, and nothing can be compared. */
export function compareExamples(before: Examples, after: Examples): ExampleChange | null {
  if (before.assistants.join() !== after.assistants.join()) return null;
  const labelsOf = ({ texts, labels }: Examples) => new Map(texts.map((text, at) => [text, labels[at]!]));
  return { added: without(after, labelsOf(before)), removed: without(before, labelsOf(after)) };
}
