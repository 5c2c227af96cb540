import { countPlaces, isRightPlace, weighChange, type ChangeInCounts, type PlaceCounts } from '#routing';
import { isHeldOut } from '#testing/club';
import { fingerprintOfQuestions, type Baseline, type Placed } from './baseline.js';

type Change = ChangeInCounts;

/** A question of the development half that went to one place and goes to another. */
interface Moved extends Placed {
  readonly before: string;
}

/** What became of the routing since it was last accepted. */
export interface BaselineChange {
  /** Whether the baseline is about these questions. */
  readonly sameQuestions: boolean;
  /** Both halves together. */
  readonly whole: Change;
  readonly development: Change;
  readonly heldOut: Change;
  readonly newlyBroken: readonly Moved[];
  readonly newlyRight: readonly Moved[];
  /** Why it may not stay so; empty when it may. */
  readonly refusals: readonly string[];
}

function added(one: PlaceCounts, other: PlaceCounts): PlaceCounts {
  const asked = [one, other].flatMap((counts) =>
    Object.entries(counts).flatMap(([label, row]) =>
      Object.entries(row).flatMap(([place, count]) => Array.from({ length: count }, () => ({ label, place }))),
    ),
  );
  return countPlaces(asked);
}

function refusalsOf(sameQuestions: boolean, whole: Change, heldOut: Change): string[] {
  if (!sameQuestions) return ['the labeled questions are others than those the routing was accepted with'];
  const lost = whole.rightBefore - whole.rightAfter;
  const lostUnseen = heldOut.rightBefore - heldOut.rightAfter;
  const emergencies = whole.emergenciesBefore - whole.emergenciesAfter;
  return [
    ...(emergencies > 0 ? [`${emergencies} emergency questions no longer reach the emergency assistant`] : []),
    ...(lost > whole.budget ? [`${lost} of ${whole.questions} questions are lost, and ${whole.budget} may be`] : []),
    // What is won on the half that is looked at may be tuned to it, and pays for nothing in the other.
    ...(lostUnseen > whole.budget ? [`${lostUnseen} held-out questions are lost, and ${whole.budget} may be`] : []),
  ];
}

/**
 * Holds where the labeled questions go against where they went when the routing was last accepted.
 * @param emergencies ids of the assistants that emergencies belong to
 */
export function compareBaseline(
  baseline: Baseline,
  placed: readonly Placed[],
  emergencies: readonly string[],
): BaselineChange {
  const seen = placed.filter((one) => !isHeldOut(one));
  const [seenNow, unseenNow] = [countPlaces(seen), countPlaces(placed.filter(isHeldOut))];
  const { development, heldOut } = baseline;
  const before = ({ text, label }: Placed): string => development.elsewhere[text] ?? label;
  const moved = (was: boolean): Moved[] =>
    seen
      .map((one) => ({ ...one, before: before(one) }))
      .filter((one) => isRightPlace(one.label, one.before) === was && isRightPlace(one.label, one.place) !== was);
  const sameQuestions = fingerprintOfQuestions(placed) === baseline.questions;
  const whole = weighChange(added(development.counts, heldOut.counts), added(seenNow, unseenNow), emergencies);
  const unseen = weighChange(heldOut.counts, unseenNow, emergencies);
  return {
    sameQuestions,
    whole,
    development: weighChange(development.counts, seenNow, emergencies),
    heldOut: unseen,
    newlyBroken: sameQuestions ? moved(true) : [],
    newlyRight: sameQuestions ? moved(false) : [],
    refusals: refusalsOf(sameQuestions, whole, unseen),
  };
}

const linesOfHalf = (name: string, { questions, rightBefore, rightAfter, matrixChange }: Change): string[] => [
  `${name}: ${rightBefore} of ${questions} right when it was accepted, ${rightAfter} now`,
  ...matrixChange.map(({ label, to, before, after }) => `  ${label} to ${to}: ${before} before, ${after} now`),
];

const linesOfMoved = (name: string, moved: readonly Moved[]): string[] => [
  `${name} in the development half: ${moved.length}`,
  ...moved.map(({ text, label, before, place }) => `  "${text}" (${label}) went to ${before} and goes to ${place}`),
];

/** The change as whoever made it reads it, line by line. Of the held-out half it shows counts alone. */
export function describeChange(change: BaselineChange): string[] {
  const { whole, development, heldOut, newlyBroken, newlyRight, refusals } = change;
  const kept = `${whole.emergenciesAfter} of the emergency questions reach the emergency assistant`;
  return [
    ...linesOfHalf('development half', development),
    ...linesOfHalf('held-out half', heldOut),
    ...linesOfMoved('newly broken', newlyBroken),
    ...linesOfMoved('newly right', newlyRight),
    `emergency floor: ${kept}, at least ${whole.emergenciesBefore} must`,
    `loss: ${whole.rightBefore - whole.rightAfter} of ${whole.questions}, the budget is ${whole.budget}`,
    ...refusals.map((refusal) => `refused: ${refusal}`),
    ...(refusals.length === 0 ? [] : [advice]),
  ];
}

const advice =
  'Undo what lost them, or give the assistants examples of what is meant, in words of your own; where the change is meant, say why with: npm run routing:accept -- --because "..."';
