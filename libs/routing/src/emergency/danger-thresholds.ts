/** A message that the detector had not learned from when it judged it. */
export interface HeldOutMessage {
  readonly what: 'emergency' | 'trap' | 'ordinary';
  /** 0 to 1. */
  readonly likelihood: number;
}

export interface DangerThresholds {
  /** Likelihood from which it is an emergency without asking. */
  readonly certain: number;
  /** Likelihood from which the asker is asked whether it is one. */
  readonly suspected: number;
}

/**
 * What the two thresholds may cost, in shares of held-out messages. A false bypass withholds the answer: six in a hundred
 * of the traps may cause one, since they were written to be nearer to an emergency than what is asked (of other authors'
 * traps it is fewer than one), and eight in a thousand of the ordinary questions (of the club's labeled ones it is three in 400). A needless card beside an answer costs a
 * glance: one ordinary question in ten may have it, since a missed emergency costs far more; and no more cards are shown
 * than it takes to see 995 emergencies of 1,000.
 */
export const dangerCosts = { falseAlarms: 0.06, falseOrdinary: 0.008, needlessCards: 0.1, missed: 0.005 } as const;

/** The lowest likelihood that at most this share of the messages lies above. */
function exceededBy(likelihoods: readonly number[], share: number): number {
  const falling = [...likelihoods].sort((one, other) => other - one);
  const first = falling[Math.floor(share * falling.length)];
  return first === undefined ? 1 : Math.min(1, first + 1e-9);
}

/**
 * However well few messages are told apart: what is likelier not to be an emergency is never taken for one, and nobody is
 * asked about one chance in twenty.
 */
const least = { certain: 0.5, suspected: 0.05 } as const;

/** The two thresholds at which the held-out messages cost what they may. */
export function fitDangerThresholds(heldOut: readonly HeldOutMessage[]): DangerThresholds {
  const of = (what: HeldOutMessage['what']): number[] =>
    heldOut.filter((message) => message.what === what).map(({ likelihood }) => likelihood);
  const { falseAlarms, falseOrdinary, needlessCards, missed } = dangerCosts;
  const certain = Math.max(
    least.certain,
    exceededBy(of('trap'), falseAlarms),
    exceededBy(of('ordinary'), falseOrdinary),
  );
  const enough = exceededBy(of('emergency'), 1 - missed);
  const cards = exceededBy(of('ordinary'), needlessCards);
  return { certain, suspected: Math.min(certain, Math.max(least.suspected, cards, enough)) };
}
