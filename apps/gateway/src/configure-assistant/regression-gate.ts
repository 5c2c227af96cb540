import type { RegressionReport } from '#contracts';
import type { Routed, Router } from '#routing';
import type { LabeledQuestion } from './labeled-questions.js';

type Routes = Pick<Router, 'route'>;

/**
 * One in two hundred of the labeled questions may be lost on balance: an edit that makes new questions right may cost a few
 * old ones. Of the emergency questions, none may.
 */
export const lossBudget = 0.005;
const mostShown = 100;
/** Questions that are asked between two turns of the event loop. */
const turnEvery = 20;

/** Where a question went: an assistant, `clarify` where it is asked back, `none` where it is nobody's business. */
const placeOf = ({ assistant, unavailable, route }: Routed): string =>
  assistant ?? unavailable ?? (route.method === 'clarify' ? 'clarify' : 'none');

/** Off-topic questions may be asked back, and unclear ones refused: neither is given a wrong answer. */
const isRight = (label: string, place: string): boolean =>
  label === 'none' || label === 'unclear' ? place === 'clarify' || place === 'none' : label === place;

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

function matrixChange(asked: readonly Compared[]): RegressionReport['matrixChange'] {
  const cells = new Map<string, { label: string; to: string; before: number; after: number }>();
  const cell = (label: string, to: string) => {
    const key = JSON.stringify([label, to]);
    const found = cells.get(key) ?? { label, to, before: 0, after: 0 };
    cells.set(key, found);
    return found;
  };
  for (const { label, before, after } of asked) {
    cell(label, before).before += 1;
    cell(label, after).after += 1;
  }
  return [...cells.values()].filter(({ before, after }) => before !== after);
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
  const right = (place: 'before' | 'after', some: readonly Compared[] = asked): number =>
    some.filter((one) => isRight(one.label, one[place])).length;
  const moved = (was: boolean): Compared[] =>
    asked.filter((one) => isRight(one.label, one.before) === was && isRight(one.label, one.after) !== was);
  const urgent = asked.filter(({ label }) => emergencies.includes(label));
  const report = {
    questions: asked.length,
    rightBefore: right('before'),
    rightAfter: right('after'),
    emergenciesBefore: right('before', urgent),
    emergenciesAfter: right('after', urgent),
    budget: Math.floor(asked.length * lossBudget),
  };
  const { rightBefore, rightAfter, emergenciesBefore, emergenciesAfter, budget } = report;
  return {
    ...report,
    matrixChange: matrixChange(asked),
    newlyBroken: moved(true).slice(0, mostShown),
    newlyRight: moved(false).slice(0, mostShown),
    passed: rightBefore - rightAfter <= budget && emergenciesAfter >= emergenciesBefore,
  };
}
