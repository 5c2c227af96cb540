import { failure, FailureError } from '#kernel';

/**
 * The numbers a router decides with. The defaults were read from the tables that `npm run bench:routing -- --fit` prints:
 * cross-validation on the assistants' examples, never on the labeled questions.
 */
export interface RouterOptions {
  /**
   * What a keyword score of 1 adds to the log-odds of an assistant without examples: 3.5 makes of one in thirty an even
   * chance. With 5 to 20 examples each, the likelihood is best from 3 to 4, and 14 more routes in a hundred are right
   * than without keywords.
   */
  readonly keywordWeight: number;
  /**
   * How many examples halve that weight, since the model then knows the phrases itself: the best weight is 2.2 with 100
   * examples each, 1.5 with 400 and about 0.6 with 1,500.
   */
  readonly keywordHalving: number;
  /** Merged probability below which nobody answers and it is asked back: below it fewer than two in five are right. */
  readonly floor: number;
  /** How far the best must be ahead of the second, in merged probability; closer, the better of two is a coin toss. */
  readonly margin: number;
  /**
   * How far off-topic must be ahead of the best assistant, in log-odds. Below zero, since off-topic has more ways to be
   * than examples can show: the whole point from 0 to -1 keeps out three more off-topic questions in a hundred of held-out
   * examples and costs two right routes.
   */
  readonly offTopicLead: number;
  /** What unknown words add to the log-odds of off-topic, where all of them are unknown. */
  readonly unknownWeight: number;
  /** Share of the words (0 to 1, by rarity) that training must have met; below it nothing is known and nobody answers. */
  readonly leastKnown: number;
}

export const defaultRouterOptions: RouterOptions = {
  keywordWeight: 3.5,
  keywordHalving: 300,
  floor: 0.38,
  margin: 0.04,
  offTopicLead: -0.5,
  unknownWeight: 6,
  leastKnown: 0.15,
};

const ranges: Record<keyof RouterOptions, readonly [number, number]> = {
  keywordWeight: [0, 10],
  keywordHalving: [1, 1_000_000],
  floor: [0, 1],
  margin: [0, 1],
  offTopicLead: [-10, 10],
  unknownWeight: [0, 10],
  leastKnown: [0, 1],
};

/** The defaults with what was given in their place. @throws FailureError `invalid-request` for a number out of range */
export function routerOptions(given: Partial<RouterOptions> = {}): RouterOptions {
  const options = { ...defaultRouterOptions, ...given };
  const places = Object.entries(ranges).flatMap(([name, [least, most]]) => {
    const value = options[name as keyof RouterOptions];
    if (value >= least && value <= most) return [];
    return [{ path: `options.${name}`, message: `It must be from ${least} to ${most}, not ${value}.` }];
  });
  if (places.length > 0) {
    throw new FailureError(failure('invalid-request', 'The router cannot work with these options.', places));
  }
  return options;
}
