import { setTimeout as pause } from 'node:timers/promises';
import { Mesh } from '#testing/mesh';
import { between } from './by-chance.js';
import { freshQuestions, type FreshQuestion } from '../load/fresh-questions.js';
import { openStream } from '../streams/stream-reader.js';
import { inTurns } from './in-turns.js';
import { monotonicMs, RecordingProvider } from './recording-provider.js';

/** How many ask: of three one for JSON and two for a stream, which one of them leaves. */
const asks = 300;

interface Asked {
  readonly question: string;
  readonly at: number;
  /** When all of the answer was there, or the client had left. */
  over: number;
  left: boolean;
}

/** Milliseconds, by the clock that all processes of the machine share. */
export interface MeshKept {
  /** Those that stayed, and how long after its deadline the latest had its whole answer. */
  readonly stayed: number;
  readonly latest: number;
  readonly calls: number;
  /** Calls that the provider saw begin after the deadline of their client. */
  readonly late: number;
  readonly left: number;
  /** Of calls that were open when their client left, or began later: how long they stayed open. */
  readonly hangUps: readonly number[];
  /** How long after its client had left the latest call began. */
  readonly beganAfter: number;
}

/** Nothing but the deadline and its client ends a call. */
const patient = {
  MODEL_STALL_MS: '60000',
  MODEL_GAP_MS: '60000',
  MODEL_FIRST_PIECE_MS: '60000',
  MODEL_BREAKER_STRIKES: '100',
};

async function askOne(mesh: Mesh, question: FreshQuestion, deadlineMs: number, turn: number): Promise<Asked> {
  const asked: Asked = { question: question.query, at: monotonicMs(), over: Number.NaN, left: false };
  if (turn % 3 === 0) {
    await mesh.ask(question.query, { site: question.site, asker: question.asker });
  } else {
    const stream = openStream(mesh, undefined, question);
    const leaving = new AbortController();
    const whole = stream.ended.catch(() => false).finally(() => leaving.abort());
    if (turn % 3 === 1) {
      await pause(between(0, deadlineMs), undefined, { signal: leaving.signal }).catch(() => undefined);
      if (!leaving.signal.aborted) {
        asked.over = monotonicMs();
        asked.left = true;
        stream.leave();
      }
    }
    await whole;
  }
  if (!asked.left) asked.over = monotonicMs();
  return asked;
}

/** How long each call was open after its client had left, or after it began where that was later. */
function openAfterLeaving(all: readonly Asked[], provider: RecordingProvider): number[] {
  return all.flatMap(({ question, left, over }) =>
    provider
      .callsFor(question)
      .filter((call) => left && (call.over ?? Infinity) > over)
      .map((call) => (call.over ?? Infinity) - Math.max(over, call.began)),
  );
}

function judge(all: readonly Asked[], provider: RecordingProvider, deadlineMs: number): MeshKept {
  const stayed = all.filter(({ left }) => !left);
  const calls = all.flatMap((asked) => provider.callsFor(asked.question).map(({ began }) => ({ asked, began })));
  const afterLeaving = calls.filter(({ asked, began }) => asked.left && began > asked.over);
  return {
    stayed: stayed.length,
    latest: Math.max(...stayed.map(({ at, over }) => over - at - deadlineMs)),
    calls: calls.length,
    late: calls.filter(({ asked, began }) => began > asked.at + deadlineMs).length,
    left: all.length - stayed.length,
    hangUps: openAfterLeaving(all, provider),
    beganAfter: Math.max(0, ...afterLeaving.map(({ asked, began }) => began - asked.over)),
  };
}

/**
 * A whole mesh, a provider in a process of its own that writes down when calls begin and when their connections close, and
 * clients through the gateway: all with a deadline, and some that leave before it.
 * @param deadlineMs until when each has its answer
 */
export async function keepDeadlinesOfMesh(root: string, deadlineMs: number): Promise<MeshKept> {
  const provider = await RecordingProvider.start();
  const model = { LOCAL_MODEL_BASE_URL: `${provider.url}/v1`, LOCAL_MODEL: 'stub', ...patient };
  const mesh = await Mesh.start({ root, settings: { ...model, ANSWER_DEADLINE_MS: String(deadlineMs) } });
  try {
    const questions = freshQuestions(root);
    const all: Asked[] = [];
    await inTurns(asks, async (turn) => {
      const { value } = questions.next();
      if (!value) throw new Error('there are no questions left that nobody asked');
      all.push(await askOne(mesh, value, deadlineMs, turn));
    });
    // Whatever is still open by then was not hung up on.
    await pause(1000);
    return judge(all, provider, deadlineMs);
  } finally {
    await mesh.remove();
    await provider.stop();
  }
}
