import type { Source } from '#contracts';
import { vocabularyOf, type Vocabulary } from './foreign-words.js';
import { knownPromises, type KnownPromises } from './promises.js';
import { knownFigures, type KnownFigures } from './ungrounded-figures.js';

/** What the sources of an answer have that a sentence about them may say. */
export interface Ground {
  readonly vocabulary: Vocabulary;
  readonly figures: KnownFigures;
  readonly promises: KnownPromises;
}

/** @param draft what is said of the sources already */
export const groundOf = (sources: readonly Source[], draft: string, question: string): Ground => ({
  vocabulary: vocabularyOf(
    [...sources.flatMap(({ title, heading, quote }) => [title, heading, quote]), draft],
    question,
  ),
  figures: knownFigures(sources),
  promises: knownPromises(sources),
});
