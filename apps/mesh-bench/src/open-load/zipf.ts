/**
 * Draws places of a list, the first one most often: place k (from 1) with a probability in proportion to 1 / k^exponent.
 * @returns a function from a number between 0 and 1 to a place, from 0
 */
export function zipf(count: number, exponent: number): (random: number) => number {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`Nothing can be drawn of ${count}.`);
  const upTo = new Float64Array(count);
  let sum = 0;
  for (let at = 0; at < count; at += 1) {
    sum += 1 / (at + 1) ** exponent;
    upTo[at] = sum;
  }
  return (random) => {
    const wanted = random * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (upTo[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
