/**
 * The highest rate that holds, by halving: `low` is taken to hold and `high` not to, and neither is tried.
 * @returns the highest that was seen to hold; `low` where none was
 */
export async function highestRate(
  holds: (perSecond: number) => Promise<boolean>,
  low: number,
  high: number,
  rounds: number,
): Promise<number> {
  let [held, missed] = [low, high];
  for (let round = 0; round < rounds; round += 1) {
    const middle = Math.round((held + missed) / 2);
    if (middle <= held || middle >= missed) break;
    if (await holds(middle)) held = middle;
    else missed = middle;
  }
  return held;
}
