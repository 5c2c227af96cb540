import type { RegressionReport } from '#contracts';
import { countPlaces, isRightPlace, placeOf, weighChange, type Router } from '#routing';
import type { LabeledQuestion } from './labeled-questions.js';

type Routes = Pick<Router, 'route'>;

const mostShown = 100;
/** Questions that are asked between two turns of the event loop. */
const turnEvery = 20;

interface Compared extends LabeledQuestion {
  readonly before: string;
  readonly after: string;
}

/** Where two routers send each question, giving way between some of them. */
export async function askBoth<Question extends { readonly text: string }>(
  questions: readonly Question[],
  before: Routes,
  after: Routes,
): Promise<(Question & { readonly before: string; readonly after: string })[]> {
  const asked: (Question & { readonly before: string; readonly after: string })[] = [];
  for (const [at, question] of questions.entries()) {
    const { text } = question;
    asked.push({ ...question, before: placeOf(before.route(text)), after: placeOf(after.route(text)) });
    if (at % turnEvery === turnEvery - 1) await new Promise(setImmediate);
  }
  return asked;
}

/**
 * What a change of the router does to questions whose right assistant is known, and whether it may be made.
 * @param emergencies ids of the assistants that emergencies belong to
 */
export async function compareRouters(
  questions: readonly LabeledQuestion[],
  before: Routes,
  after: Routes,
  emergencies: readonly string[],
): Promise<RegressionReport> {
  const asked = await askBoth(questions, before, after);
  const counts = (place: 'before' | 'after') =>
    countPlaces(asked.map((one) => ({ label: one.label, place: one[place] })));
  const moved = (was: boolean): Compared[] =>
    asked.filter((one) => isRightPlace(one.label, one.before) === was && isRightPlace(one.label, one.after) !== was);
  return {
    ...weighChange(counts('before'), counts('after'), emergencies),
    newlyBroken: moved(true).slice(0, mostShown),
    newlyRight: moved(false).slice(0, mostShown),
  };
}
