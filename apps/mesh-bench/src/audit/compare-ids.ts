import type { Recorded } from './recorded-ids.js';

/** What was told to clients beside what the log holds. */
export interface Compared {
  /** Different ids that clients were told. */
  readonly told: number;
  readonly recorded: number;
  /** Told and not recorded. */
  readonly lost: number;
  /** Recorded more than once. */
  readonly doubled: number;
  /** Told to more than one client. */
  readonly toldTwice: number;
  /** Recorded and told to nobody: its client had left, or its reply got lost. No loss. */
  readonly untold: number;
  /** The first few of what is wrong. */
  readonly examples: readonly string[];
}

const shown = 5;

/** Compares ids one by one, so that a loss and a double do not make up for each other. */
export async function compareIds(
  told: AsyncIterable<string> | Iterable<string>,
  recorded: AsyncIterable<Recorded> | Iterable<Recorded>,
): Promise<Compared> {
  const times = new Map<string, number>();
  let [toldTwice, untold, all, doubled] = [0, 0, 0, 0];
  const examples: string[] = [];
  const wrong = (what: string, id: string): void => void (examples.length < shown && examples.push(`${what} ${id}`));
  for await (const id of told) {
    if (times.has(id)) {
      toldTwice += 1;
      wrong('told twice', id);
    }
    times.set(id, 0);
  }
  const strangers = new Map<string, number>();
  for await (const { id, times: more } of recorded) {
    all += more;
    const book = times.has(id) ? times : strangers;
    const before = book.get(id) ?? 0;
    book.set(id, before + more);
    if (book === strangers && before === 0) untold += 1;
    if (before <= 1 && before + more > 1) {
      doubled += 1;
      wrong('recorded twice', id);
    }
  }
  let lost = 0;
  for (const [id, count] of times) {
    if (count > 0) continue;
    lost += 1;
    wrong('lost', id);
  }
  return { told: times.size, recorded: all, lost, doubled, toldTwice, untold, examples };
}

/** Whether nothing was lost and nothing is there twice. */
export const isWhole = ({ lost, doubled, toldTwice }: Compared): boolean => lost + doubled + toldTwice === 0;
