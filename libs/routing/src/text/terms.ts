import { read } from './said.js';

/** A text as the matchers compare it: its normalised words in order, each cut to its stem. */
export const terms = (text: string): readonly string[] => read(text).terms;
