import { createRouter, expectedCalibrationError, type Routed } from '#routing';
import { isHeldOut, readLabeledQuestions, type LabeledQuestion as Question } from '#testing/club';
import { calibrationErrorByChance, drawReliability, reliability, type Confident } from './answered.js';
import { printFit, printKeywordFit, printThresholdFit } from './fit-options.js';
import { readAssistants } from './read-assistants.js';

interface Asked {
  readonly question: Question;
  readonly routed: Routed;
}

const bar = { assistant: 0.95, offTopic: 0.9 };
const notAnswered = ['none', 'unclear'];

const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;

const isRight = ({ question, routed }: Asked): boolean =>
  notAnswered.includes(question.assistant) ? routed.assistant === null : routed.assistant === question.assistant;

const confident = ({ question, routed }: Asked): Confident => ({
  owner: question.assistant === 'none' ? null : question.assistant,
  choice: routed.assistant,
  confidence: routed.confidence,
});

function report(name: string, asked: readonly Asked[]): boolean {
  const of = (assistants: readonly string[]): Asked[] =>
    asked.filter(({ question }) => assistants.includes(question.assistant));
  const right = (some: readonly Asked[]): number => some.filter(isRight).length;
  const assistants = [...new Set(asked.map(({ question }) => question.assistant))].filter(
    (one) => !notAnswered.includes(one),
  );
  const answerable = of(assistants);
  console.log(`${name}: right assistant ${share(right(answerable), answerable.length)}`);
  for (const one of assistants) console.log(`  ${one.padEnd(10)} ${share(right(of([one])), of([one]).length)}`);
  console.log(`  off-topic refused or asked back ${share(right(of(['none'])), of(['none']).length)}`);
  console.log(`  unclear asked back or refused ${share(right(of(['unclear'])), of(['unclear']).length)}`);
  const emergencies = of(['emergency']);
  const caught = emergencies.filter(({ routed }) => routed.emergency !== null);
  const alarms = asked.filter(
    ({ question, routed }) => question.assistant !== 'emergency' && routed.emergency !== null,
  );
  console.log(
    `  emergency bypass: ${share(caught.length, emergencies.length)} of the emergency questions, ${alarms.length} false`,
  );
  const answered = asked.filter(
    ({ question, routed }) => routed.assistant !== null && question.assistant !== 'unclear',
  );
  const error = expectedCalibrationError(
    answered.map((one) => ({ confidence: one.routed.confidence, right: isRight(one) })),
  );
  const chance = calibrationErrorByChance(answered.map(({ routed }) => routed.confidence));
  console.log(`  calibration error ${error.toFixed(3)}; by chance, were it perfect, ${chance.toFixed(3)}`);
  console.log('  how sure, how often right, how many');
  for (const line of drawReliability(reliability(answered.map(confident)))) console.log(`  ${line}`);
  const off = of(['none']);
  return right(answerable) >= bar.assistant * answerable.length && right(off) >= bar.offTopic * off.length;
}

/**
 * Asks the router alone every labeled question of the club and says how many went right, for both halves.
 * @param wrong whether to show what went wrong in the development half
 * @param fit whether to print how the router's options were fitted
 * @returns whether the bar holds
 */
export function measureClub(root: string, { wrong, fit }: { wrong: boolean; fit: boolean }): boolean {
  const training = readAssistants(root);
  if (fit) {
    printFit(training);
    printKeywordFit(training);
  }
  const started = performance.now();
  const router = createRouter(training);
  console.log(`learned in ${Math.round(performance.now() - started)} ms`);
  const questions = readLabeledQuestions(root);
  const asked = questions.map((question) => ({ question, routed: router.route(question.text) }));
  report(
    'development half',
    asked.filter(({ question }) => !isHeldOut(question)),
  );
  const holds = report(
    'held-out half',
    asked.filter(({ question }) => isHeldOut(question)),
  );
  if (fit) {
    const seen = questions.filter((question) => !isHeldOut(question) && question.assistant !== 'unclear');
    const judged = seen.map(({ text, assistant }) => ({
      owner: assistant === 'none' ? null : assistant,
      evidence: router.weigh(text),
    }));
    printThresholdFit(training, judged);
  }
  // What is wrong in the held-out half is counted and not shown: whoever has seen it can no longer be measured by it.
  if (wrong) {
    for (const one of asked.filter((each) => !isHeldOut(each.question) && !isRight(each))) {
      const { question, routed } = one;
      console.log(
        `- "${question.text}": wanted ${question.assistant}, got ${routed.route.method} ${routed.assistant ?? ''}`,
      );
    }
  }
  console.log(holds ? 'the bar holds' : `the bar is missed: ${100 * bar.assistant} % and ${100 * bar.offTopic} %`);
  return holds;
}
