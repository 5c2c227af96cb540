import { nextTurn } from '#kernel';

/** Items that are taken between two turns of the event loop: some milliseconds, so that whoever asks questions hardly waits. */
const turnEvery = 200;

/** What each item becomes, one after the other, giving way between some of them. */
export async function mapGivingWay<Item, Result>(
  items: readonly Item[],
  take: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [at, item] of items.entries()) {
    if (at % turnEvery === turnEvery - 1) await nextTurn();
    results.push(take(item));
  }
  return results;
}
