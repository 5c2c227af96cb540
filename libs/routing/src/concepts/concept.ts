/**
 * Concepts are fields of everyday English words: a question about a shin is one about a part of the body, even where
 * every example speaks of ankles. They say nothing of any assistant; which concepts speak for whom is learned.
 * Phrases are separated by commas and compared by their stems, so the base form is enough.
 */
export type Concepts = Readonly<Record<string, string>>;
