export type Arrivals = 'poisson' | 'constant';

/**
 * When requests are due, in milliseconds from the start, in order and without end: fixed beforehand, whatever becomes of
 * those before (an open model). Poisson: the gaps are exponential, as of many askers who know nothing of each other.
 */
export function* dueTimes(perSecond: number, arrivals: Arrivals, random: () => number): Generator<number, never> {
  if (!(perSecond > 0)) throw new RangeError(`Nothing is ever due at ${perSecond} a second.`);
  const gap = 1000 / perSecond;
  for (let due = 0, count = 0; ;) {
    yield due;
    count += 1;
    due = arrivals === 'constant' ? count * gap : due - Math.log(1 - random()) * gap;
  }
}
