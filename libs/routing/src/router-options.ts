import { failure, FailureError } from '#kernel';

/**
 * The numbers a router decides with. The defaults were read from the table that `npm run bench:routing -- --fit` prints:
 * five-fold cross-validation on the assistants' examples, never on the labeled questions.
 */
export interface RouterOptions {
  /**
   * What a keyword score of 1 adds to an assistant's own log-odds. Between 0.5 and 2 as many routes are right and the
   * likelihood is best near 1; beyond, single words begin to outvote whole sentences.
   */
  readonly keywordWeight: number;
  /** Merged probability below which nobody answers and it is asked back: below it fewer than two in five are right. */
  readonly floor: number;
  /** How far the best must be ahead of the second, in merged probability; closer, the better of two is a coin toss. */
  readonly margin: number;
  /**
   * How far off-topic must be ahead of the best assistant, in log-odds. Below zero: half a point refuses two and a half
   * more off-topic questions in a hundred for half a question that was none.
   */
  readonly offTopicLead: number;
  /** What unknown words add to the log-odds of off-topic, where all of them are unknown. */
  readonly unknownWeight: number;
  /** Share of the words (0 to 1, by rarity) that training must have met; below it nothing is known and nobody answers. */
  readonly leastKnown: number;
}

export const defaultRouterOptions: RouterOptions = {
  keywordWeight: 1,
  floor: 0.38,
  margin: 0.04,
  offTopicLead: -0.5,
  unknownWeight: 1.5,
  leastKnown: 0.15,
};

const ranges: Record<keyof RouterOptions, readonly [number, number]> = {
  keywordWeight: [0, 10],
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
