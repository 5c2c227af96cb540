import type { AnswerPart, Ask, Club, Manifest } from '#contracts';
import { FailureError, ok, type Result } from '#kernel';
import type { Call } from '#platform/messaging';
import { composeAnswer, type Question } from '../compose/compose-answer.js';
import { composeUnsure, composeWithoutKnowledge } from '../compose/without-sources.js';
import type { AssistantPolicy } from '../policy.js';
import { whereabouts } from '../sections/whereabouts.js';
import { closingPartsOf, textPartsOf, type Draft, type Wording } from './draft.js';
import { findMaterial, type Found, type Knowledge } from './find-material.js';
import { OneState } from './one-state.js';

export interface AnswerTools {
  readonly manifest: Manifest;
  readonly club: Club;
  readonly policy: AssistantPolicy;
  readonly knowledge: Knowledge;
  /** Names what makes the answers beside knowledge and the question; absent where nobody can tell. */
  readonly composer?: string | undefined;
  /** The model that words answers while all is well; another one steps in for it, and what that said is not kept. */
  readonly firstModel?: string | undefined;
  /** Words an answer that is whole already; absent where no model is configured. */
  readonly word?: (question: Question, draft: Draft, call: Call) => Wording;
}

/** Answers one question as a stream: one start, one end, whatever happens between them. */
export type Responder = (ask: Ask, call: Call, tools: AnswerTools) => AsyncIterable<AnswerPart>;

const defaultReserveMs = 100;

/** Says a whole answer in its own words. */
function* asItIs(draft: Draft): Wording {
  yield* textPartsOf(draft);
  return draft;
}

/** @throws FailureError `cancelled` when the asker has left */
function wordingOf(found: Result<Found>, question: Question, call: Call, { word, policy }: AnswerTools): Wording {
  if (!found.ok) {
    if (found.error.code === 'cancelled') throw new FailureError(found.error);
    return asItIs(composeWithoutKnowledge(question));
  }
  const { material, candidates, degraded } = found.value;
  if (!material) return asItIs({ ...composeUnsure(question, candidates), degraded });
  const draft = { ...composeAnswer(question, material), degraded };
  return word && policy.mayUseModel !== false ? word(question, draft, call) : asItIs(draft);
}

/** A publication between two searches of one answer has it looked up again; more often than this nobody publishes. */
const attempts = 3;

interface Looking {
  readonly found: Result<Found>;
  /** The state that all of it was found in, where it has a name. */
  readonly state: string | undefined;
}

const saying = (found: Result<Found>, code: string): Result<Found> =>
  found.ok ? ok({ ...found.value, degraded: [...found.value.degraded, code] }) : found;

/** Everything an answer needs, all of one state of knowledge: what was published half-way is never mixed into it. */
async function lookUp(question: Question, knowledge: Knowledge, call: Call, within: Ask): Promise<Looking> {
  for (let attempt = 1; ; attempt += 1) {
    const one = new OneState(knowledge, attempt >= attempts);
    const found = await findMaterial(question, one, call, within);
    if (!one.mixed) return { found: one.leftOut ? saying(found, 'knowledge-moved') : found, state: one.name };
  }
}

const isFirstChoice = ({ composedBy }: Draft, { firstModel }: AnswerTools): boolean =>
  composedBy === 'extractive' || firstModel === undefined || composedBy === `model:${firstModel}`;

const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

/**
 * The answer from knowledge, word for word from the spans it cites. A question that nothing fits, or that cannot be
 * looked up in time, goes to a person; the stream ends before the deadline either way.
 */
export const respondFromKnowledge: Responder = async function* (ask, call, tools) {
  const { manifest, club, policy, knowledge } = tools;
  const { search, answer } = whereabouts(ask, club);
  const question = { ask: answer, club, policy };
  yield { type: 'answer-start', assistant: manifest.id, version: manifest.version };
  const begun = performance.now();
  const reserve = policy.reserveMs ?? defaultReserveMs;
  const working = { ...call, deadline: call.deadline.within(Math.max(0, call.deadline.remaining() - reserve)) };
  const { found, state } = await lookUp(question, knowledge, working, search);
  const searched = performance.now();
  const draft = yield* wordingOf(found, question, working, tools);
  const timings = { search: rounded(searched - begun), compose: rounded(performance.now() - searched) };
  const composer = isFirstChoice(draft, tools) ? tools.composer : undefined;
  yield* closingPartsOf(draft, timings, { knowledge: state, composer });
};
