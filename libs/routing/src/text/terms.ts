import { normalise } from './normalise.js';
import { term } from './stem.js';
import { words } from './words.js';

/** A text as the matchers compare it: its normalised words in order, each cut to its stem. */
export const terms = (text: string): string[] => words(normalise(text)).map(term);
