import { foldsOf } from '../semantic/folds.js';
import { normalise } from '../text/normalise.js';
import { read, type Said } from '../text/said.js';
import { PackedVectors } from '../semantic/packed-vectors.js';
import { dangerVector, type DangerVector } from './danger-features.js';
import { DangerModel, inputCount, inputsOf, partsOf, spelled } from './danger-model.js';
import { fitDangerThresholds, type HeldOutMessage } from './danger-thresholds.js';
import { learnWeights, scoreAt, scoreOf, type DangerWeights } from './danger-weights.js';
import { weighPhrases } from './detect-emergency.js';
import type { EmergencyExamples } from './emergency-examples.js';
import { fnv1a } from '../text/hash.js';
import { fitLogistic, logistic } from './fit-logistic.js';

/** How the detector learns. More epochs, more folds and twice that took three times as long and saw no more. */
export const dangerLearning = {
  epochs: 8,
  learningRate: 0.2,
  emergencyWeight: 2,
  seed: 20_261_122,
  folds: 3,
  /** Ordinary questions beyond this teach hardly more, and a large club would wait for them. */
  mostOrdinary: 4000,
  /** Messages up to which each is judged by a detector that has not seen it. */
  judgedAll: 5000,
} as const;

const messagesPerStep = 64;

interface Message {
  readonly text: string;
  readonly what: HeldOutMessage['what'];
}

/**
 * Some of many texts, chosen by what each says: another text more or less changes one of the chosen at most, so that an example
 * somebody adds teaches the detector just that.
 */
function sampleOf(texts: readonly string[], atMost: number): readonly string[] {
  if (texts.length <= atMost) return texts;
  const ranked = texts.map((text) => ({ text, rank: fnv1a(normalise(text)) }));
  const last = ranked.map(({ rank }) => rank).sort((one, other) => one - other)[atMost - 1]!;
  return ranked.filter(({ rank }) => rank <= last).map(({ text }) => text);
}

/** Every message once: an emergency is nothing else, and a trap is no ordinary question. */
function gather({ emergencies, traps }: EmergencyExamples, ordinary: readonly string[]): Message[] {
  const messages = new Map<string, Message>();
  const some = sampleOf(ordinary, dangerLearning.mostOrdinary);
  const add = (texts: readonly string[], what: Message['what']): void => {
    for (const text of texts) if (!messages.has(normalise(text))) messages.set(normalise(text), { text, what });
  };
  add(emergencies, 'emergency');
  add(traps, 'trap');
  add(some, 'ordinary');
  return [...messages.values()];
}

/** What every message says and looks like. */
interface Looked {
  readonly said: readonly Said[];
  readonly whole: PackedVectors;
  /** The stretches of the long ones, by message. */
  readonly stretches: ReadonlyMap<number, readonly DangerVector[]>;
}

function* lookAt(messages: readonly Message[]): Generator<void, Looked> {
  const said: Said[] = [];
  const whole = new PackedVectors();
  const stretches = new Map<number, readonly DangerVector[]>();
  for (const [at, { text }] of messages.entries()) {
    const message = read(text);
    said.push(message);
    const [all, ...parts] = partsOf(spelled(message));
    const { places, values } = dangerVector(all!);
    whole.add(places, values, places.length);
    if (parts.length > 0) stretches.set(at, parts.map(dangerVector));
    if (at % messagesPerStep === messagesPerStep - 1) yield;
  }
  return { said, whole, stretches };
}

/** Log-odds of emergency by the words alone, of the worst stretch, as `DangerModel.score` tells it. */
const highestOf = (learned: DangerWeights, { whole, stretches }: Looked, row: number): number =>
  Math.max(scoreAt(learned, whole, row), ...(stretches.get(row) ?? []).map((vector) => scoreOf(learned, vector)));

/**
 * Learns in steps of a few milliseconds: what the words say, then on held-out folds how likely that makes an emergency
 * and where the thresholds lie. The same messages give the same detector to the last bit.
 * @param ordinary questions that are no emergency
 * @param meantBy log-odds that the emergency assistant is meant
 */
export function* learnDanger(
  examples: EmergencyExamples,
  ordinary: readonly string[],
  meantBy: (said: Said) => number = () => 0,
): Generator<void, DangerModel> {
  const messages = gather(examples, ordinary);
  const looked = yield* lookAt(messages);
  const { said, whole } = looked;
  const isEmergency = (row: number): boolean => messages[row]!.what === 'emergency';
  const rows = Uint32Array.from(messages.keys());
  const folds = foldsOf(said, dangerLearning.folds);
  // Of many messages half are enough to weigh the evidence by; of the ordinary ones, which show least, all are asked.
  const isJudged = (row: number): boolean => messages[row]!.what === 'ordinary' || row % 2 === 0;
  const judged = messages.length > dangerLearning.judgedAll ? rows.filter(isJudged) : rows;
  const inputs: number[][] = [];
  for (let fold = 0; fold < dangerLearning.folds; fold += 1) {
    const seen = rows.filter((row) => folds[row] !== fold);
    const learned = yield* learnWeights(whole, isEmergency, seen, dangerLearning);
    for (const row of judged.filter((each) => folds[each] === fold)) {
      const message = said[row]!;
      inputs[row] = inputsOf(highestOf(learned, looked, row), weighPhrases(message), meantBy(message));
      if (row % messagesPerStep === messagesPerStep - 1) yield;
    }
  }
  const scale = fitLogistic(
    Array.from(judged, (row) => ({ inputs: inputs[row]!, positive: isEmergency(row) })),
    inputCount,
  );
  const heldOut = Array.from(judged, (row) => ({
    what: messages[row]!.what,
    likelihood: logistic(scale, inputs[row]!),
  }));
  const learned = yield* learnWeights(whole, isEmergency, rows, dangerLearning);
  return new DangerModel({ ...learned, scale, thresholds: fitDangerThresholds(heldOut) });
}
