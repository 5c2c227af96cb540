import type { RegressionReport } from '#contracts';
import { isRightPlace } from './place.js';

/** How many questions of each label went to each place: a confusion matrix. */
export type PlaceCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * One in two hundred of the labeled questions may be lost on balance, by this change and those before it together: a change that makes new questions right may cost a few
 * old ones. Of the emergency questions, none may.
 */
export const lossBudget = 0.005;

/** What can be said of a change from counts alone, without a question. */
export type ChangeInCounts = Omit<RegressionReport, 'newlyBroken' | 'newlyRight' | 'newlyMissed'>;

export function countPlaces(asked: readonly { readonly label: string; readonly place: string }[]): PlaceCounts {
  const counts: Record<string, Record<string, number>> = {};
  for (const { label, place } of asked) {
    const row = (counts[label] ??= {});
    row[place] = (row[place] ?? 0) + 1;
  }
  return counts;
}

const cellsOf = (counts: PlaceCounts): { label: string; to: string; count: number }[] =>
  Object.entries(counts).flatMap(([label, row]) => Object.entries(row).map(([to, count]) => ({ label, to, count })));

const sum = (counts: PlaceCounts, isCounted: (label: string, to: string) => boolean): number =>
  cellsOf(counts).reduce((total, { label, to, count }) => total + (isCounted(label, to) ? count : 0), 0);

/** The cells of the confusion matrix in which another number stands than before. */
function matrixChange(before: PlaceCounts, after: PlaceCounts): RegressionReport['matrixChange'] {
  const cells = new Map(
    [...cellsOf(before), ...cellsOf(after)].map(({ label, to }) => [`${label} ${to}`, { label, to }]),
  );
  return [...cells.values()]
    .map(({ label, to }) => ({ label, to, before: before[label]?.[to] ?? 0, after: after[label]?.[to] ?? 0 }))
    .filter((cell) => cell.before !== cell.after);
}

/**
 * What a change of the router does to labeled questions on the whole, and whether it may be made.
 * @param emergencies ids of the assistants that emergencies belong to
 * @param lostBefore questions that changes before this one have lost since the best state that was accepted
 */
export function weighChange(
  before: PlaceCounts,
  after: PlaceCounts,
  emergencies: readonly string[],
  lostBefore = 0,
): ChangeInCounts {
  const urgent = (label: string, to: string): boolean => emergencies.includes(label) && isRightPlace(label, to);
  const questions = sum(after, () => true);
  const [rightBefore, rightAfter] = [sum(before, isRightPlace), sum(after, isRightPlace)];
  const [emergenciesBefore, emergenciesAfter] = [sum(before, urgent), sum(after, urgent)];
  const budget = Math.floor(questions * lossBudget);
  const lost = rightBefore - rightAfter;
  // Who loses nothing is not held to what others lost.
  const isWithin = lost <= 0 || lostBefore + lost <= budget;
  return {
    questions,
    rightBefore,
    rightAfter,
    emergenciesBefore,
    emergenciesAfter,
    budget,
    lostBefore,
    matrixChange: matrixChange(before, after),
    passed: isWithin && emergenciesAfter >= emergenciesBefore,
  };
}
