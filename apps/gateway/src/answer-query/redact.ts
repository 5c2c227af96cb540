import { redactNames } from './redact-names.js';

const patterns: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g, '[email]'],
  // 13 to 19 digits, in groups or not: a payment card. Before phones, which are shorter.
  [/\b\d(?:[ -]?\d){12,18}\b/g, '[card]'],
  [/(?:\+\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3,4}(?:[ .-]\d{2,4}){0,2}\b/g, '[phone]'],
  // A door code: six digits by themselves. An amount stands with its sign, and a date or a time in parts.
  [/(?<![\d.,$€£#/-])\b\d{6}\b(?![\d/-]|[.,]\d)/g, '[code]'],
  // A date in figures is no phone number.
  [/\b(?!\d{4}[.-]\d{2}[.-]\d{2}\b)\d(?:[ .-]?\d){6,11}\b/g, '[phone]'],
];

/**
 * A text without what identifies a person or opens a door on its own: addresses, card and phone numbers, door codes, and
 * names that are said to be names.
 */
export const redact = (text: string): string =>
  redactNames(patterns.reduce((rest, [pattern, word]) => rest.replace(pattern, word), text));
