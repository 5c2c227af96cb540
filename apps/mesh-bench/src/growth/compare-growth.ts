import type { Operation } from './growth-reads.js';

/** How one operation took in the small log and in the large one; milliseconds, medians and 95th percentiles. */
export interface Growth {
  readonly name: string;
  readonly small: number;
  readonly large: number;
  readonly smallP95: number;
  readonly largeP95: number;
  /** Large to small, of the medians. */
  readonly ratio: number;
}

export const mostGrowth = 1.5;

const at = (sorted: readonly number[], share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;

/** @param times of the same operation, in any order */
export function growthOf(name: string, small: readonly number[], large: readonly number[]): Growth {
  const [one, other] = [small, large].map((times) => times.toSorted((a, b) => a - b)) as [number[], number[]];
  const [before, after] = [at(one, 0.5), at(other, 0.5)];
  return {
    name,
    small: before,
    large: after,
    smallP95: at(one, 0.95),
    largeP95: at(other, 0.95),
    ratio: after / before,
  };
}

/**
 * Times the same operations on both logs in turns, so that whatever else the machine does falls on both alike. The first rounds
 * warm both up and are not counted.
 */
export async function compareGrowth(
  small: readonly Operation[],
  large: readonly Operation[],
  { rounds, warmUp, now = () => performance.now() }: { rounds: number; warmUp: number; now?: () => number },
): Promise<Growth[]> {
  const timed = async (operation: Operation): Promise<number> => {
    const begun = now();
    await operation.run();
    return now() - begun;
  };
  const times = small.map(() => [[], []] as [number[], number[]]);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [place, ofPlace] of times.entries()) {
      // Whoever goes first may pay for what the other one then finds warm.
      const order = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
      for (const which of order) {
        const took = await timed([small, large][which]![place]!);
        if (round >= 0) ofPlace[which].push(took);
      }
    }
  }
  return small.map(({ name }, place) => growthOf(name, ...times[place]!));
}
