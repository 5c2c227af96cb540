import type { NearExample } from './nearest-examples.js';

/** How the nearest examples vote; fitted with the rest of the learning, see `learning`. */
export interface VoteOptions {
  /** How many examples vote. */
  readonly neighbors: number;
  /** A vote counts its similarity to this power: 3 makes one at 0.8 outweigh seven at 0.4. */
  readonly power: number;
  /** What every class has before anyone votes: where nothing is near, nothing is said. */
  readonly start: number;
}

/**
 * Logarithms of what share of the votes each class gets. A vote counts by `classWeights`, so that a class with many
 * examples does not win by being everywhere.
 */
export function voteOf(
  near: readonly NearExample[],
  classWeights: Float64Array,
  { power, start }: VoteOptions,
): Float64Array {
  const votes = new Float64Array(classWeights.length).fill(start);
  let sum = start * votes.length;
  for (const { label, similarity } of near) {
    const weight = classWeights[label]! * similarity ** power;
    votes[label]! += weight;
    sum += weight;
  }
  return votes.map((vote) => Math.log(vote / sum));
}
