import { failure, FailureError } from '#kernel';

/**
 * The numbers a router decides with. The defaults were fitted by five-fold cross-validation on the club's training
 * examples, never on its labeled questions; `npm run bench:routing -- --fit` prints the table they were read from.
 */
export interface RouterOptions {
  /**
   * What a keyword score of 1 adds to an assistant's own log-odds. 2.5 takes an even chance to 0.92: a phrase that
   * decides nearly on its own outweighs a mildly different opinion of the learned model and not a firm one.
   */
  readonly keywordWeight: number;
  /** Merged probability below which nobody answers and it is asked back: under 0.4 more answers are wrong than right. */
  readonly floor: number;
  /** How far the best must be ahead of the second, in merged probability; closer than 0.08 is a coin toss. */
  readonly margin: number;
  /**
   * How much likelier than the best assistant off-topic must be, in log-odds, before a question is refused. A little
   * above zero, since refusing a member's question is worse than asking back.
   */
  readonly offTopicLead: number;
  /** Share of the words (0 to 1, by rarity) that training must have met; below it nothing is known and nobody answers. */
  readonly leastKnown: number;
}

export const defaultRouterOptions: RouterOptions = {
  keywordWeight: 2.5,
  floor: 0.4,
  margin: 0.08,
  offTopicLead: 0,
  leastKnown: 0.15,
};

const ranges: Record<keyof RouterOptions, readonly [number, number]> = {
  keywordWeight: [0, 10],
  floor: [0, 1],
  margin: [0, 1],
  offTopicLead: [-10, 10],
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
