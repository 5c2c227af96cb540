import type { RegressionReport } from '#contracts';
import { countPlaces, isRightPlace, weighChange, type Pause, type Router } from '#routing';
import { Turns } from '../turns.js';
import type { LabeledQuestion } from './labeled-questions.js';

/** Says where a question goes. */
export type Places = (text: string) => string;

/** Where a router sends a question that it sees for the first time. */
export const placesOf =
  (router: Pick<Router, 'see' | 'place'>): Places =>
  (text) =>
    router.place(router.see(text));

const mostShown = 100;

interface Compared extends LabeledQuestion {
  readonly before: string;
  readonly after: string;
}

/** Where two routers send each question, giving way every few milliseconds. */
export async function askBoth<Question extends { readonly text: string }>(
  questions: readonly Question[],
  before: Places,
  after: Places,
  pause?: Pause,
): Promise<(Question & { readonly before: string; readonly after: string })[]> {
  const asked: (Question & { readonly before: string; readonly after: string })[] = [];
  const turns = new Turns(pause);
  for (const question of questions) {
    const { text } = question;
    asked.push({ ...question, before: before(text), after: after(text) });
    await turns.giveWay();
  }
  return asked;
}

export interface CompareOptions {
  /** Questions that changes before this one have lost since the best state that was accepted; 0 where it is not said. */
  readonly lostBefore?: number;
  /** How it gives way to questions. */
  readonly pause?: Pause;
}

/**
 * What a change of the router does to questions whose right assistant is known, and whether it may be made.
 * @param emergencies ids of the assistants that emergencies belong to
 */
export async function compareRouters(
  questions: readonly LabeledQuestion[],
  before: Places,
  after: Places,
  emergencies: readonly string[],
  { lostBefore = 0, pause }: CompareOptions = {},
): Promise<RegressionReport> {
  const asked = await askBoth(questions, before, after, pause);
  const counts = (place: 'before' | 'after') =>
    countPlaces(asked.map((one) => ({ label: one.label, place: one[place] })));
  const moved = (was: boolean): Compared[] =>
    asked.filter((one) => isRightPlace(one.label, one.before) === was && isRightPlace(one.label, one.after) !== was);
  const broken = moved(true);
  const missed = broken.filter(({ label }) => emergencies.includes(label));
  const weighed = weighChange(counts('before'), counts('after'), emergencies, lostBefore);
  return {
    ...weighed,
    // Another emergency that is newly caught makes none good that is newly missed.
    passed: weighed.passed && missed.length === 0,
    newlyMissed: missed.slice(0, mostShown),
    newlyBroken: broken.slice(0, mostShown),
    newlyRight: moved(false).slice(0, mostShown),
  };
}
