import type { Usage } from '../chat/chat-model.js';

/** Dollars for a million tokens: a millionth of a dollar for one. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

/** In millionths of a dollar, rounded up. */
export const costOf = ({ inputTokens, outputTokens }: Usage, { input, output }: Prices): number =>
  Math.ceil(inputTokens * input + outputTokens * output);

/**
 * The most tokens that a text is likely to be: one for two bytes of UTF-8. English has one for four, JSON and figures one for
 * two or three; an estimate that is too high is given back when the provider says what it counted.
 */
export const tokensAtMost = (...texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Math.ceil(Buffer.byteLength(text) / 2), 16);
