import { remembered } from '../remembered.js';

const days =
  /\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|august|september|october|november|december)s?\b/gi;

/** Words of other kinds as well: months where a number or a preposition says so, or with a capital inside a sentence. */
const ambiguous =
  /(?:\b(?:in|on|of|until|till|since|by|from|to|every|last|next|early|mid|late)[ -]|\d(?:st|nd|rd|th)? )(May|March)\b|\b(May|March)(?= \d)/g;

/** The weekdays and months that a text names, in lower case, in the singular. */
export const daysOf = remembered((text: string): readonly string[] => [
  ...Array.from(text.matchAll(days), ([, name = '']) => name.toLowerCase()),
  ...Array.from(text.matchAll(ambiguous), ([, behind, before]) => (behind ?? before ?? '').toLowerCase()),
]);
