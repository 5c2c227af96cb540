import type { AnswerPart, Ask, Club, Manifest, Passage } from '#contracts';
import { FailureError, type Result } from '#kernel';
import type { Call } from '#platform/messaging';
import { composeAnswer, type Material, type Question } from '../compose/compose-answer.js';
import { composeUnsure, composeWithoutKnowledge } from '../compose/without-sources.js';
import type { AssistantPolicy } from '../policy.js';
import { readSection } from '../sections/section.js';
import { partsOf, type Draft } from './draft.js';
import { goodEnough, judge, type Candidate } from './judge.js';
import { splitQuestion } from './split-question.js';

/** What an assistant asks of knowledge: passages for a query, best first, in its own scope and at the asker's site. */
export interface Knowledge {
  search(query: string, ask: Ask, call: Call): Promise<Result<readonly Passage[]>>;
}

export interface AnswerTools {
  readonly manifest: Manifest;
  readonly club: Club;
  readonly policy: AssistantPolicy;
  readonly knowledge: Knowledge;
  /** Words an answer that is whole already; absent where no model is configured. */
  readonly reword?: (question: Question, draft: Draft, call: Call) => Promise<Draft>;
}

/** Answers one question as a stream: one start, one end, whatever happens between them. */
export type Responder = (ask: Ask, call: Call, tools: AnswerTools) => AsyncIterable<AnswerPart>;

const defaultReserveMs = 100;

/** A section whose score in the search is at least this share of the best one's may be meant as well. */
const nearShare = 0.9;
const nearAtMost = 2;

const isOther = (one: Passage, other: Passage): boolean => one.sop !== other.sop || one.start !== other.start;

/** Other sections that may be meant as well. */
function nearTo(best: Candidate, all: readonly Candidate[]): Candidate[] {
  return all
    .filter(({ passage, confidence }) => isOther(passage, best.passage) && confidence >= goodEnough)
    .filter(({ passage }) => passage.score >= nearShare * best.passage.score)
    .slice(0, nearAtMost);
}

interface Found {
  readonly whole: readonly Candidate[];
  readonly parts: readonly (readonly Candidate[])[];
  readonly fallback: readonly Candidate[];
  readonly added: readonly Passage[];
}

function materialOf(found: Found, question: Question): Material | undefined {
  const { ask, club, policy } = question;
  // Whoever stands at a kiosk, or in an emergency, needs one way and not three.
  const seesAlso = ask.asker === 'staff' && (policy.seesAlso ?? true);
  const tops = found.parts.flatMap(([top]) => (top && top.confidence >= goodEnough ? [top] : []));
  const addition = policy.addition?.(ask, club);
  const section = found.added.map(readSection).find((each) => addition?.line(each) !== undefined);
  const added = addition && section ? { addition: { addition, section } } : {};
  if (tops.length === 2 && new Set(tops.map(({ passage }) => passage.sop)).size === 2)
    return { chosen: tops, near: [], ...added };
  const best = found.whole[0];
  if (best && best.confidence >= goodEnough)
    return { chosen: [best], near: seesAlso ? nearTo(best, found.whole) : [], ...added };
  const fallback = found.fallback[0];
  // It was found by its own name; what was asked is matched no better for it.
  return fallback ? { chosen: [{ ...fallback, confidence: best?.confidence ?? 0 }], near: [], ...added } : undefined;
}

async function find(question: Question, tools: AnswerTools, call: Call): Promise<Result<Found>> {
  const { ask, club, policy } = question;
  const search = (query: string): Promise<Result<readonly Passage[]>> => tools.knowledge.search(query, ask, call);
  const halves = splitQuestion(ask.query) ?? [];
  const addition = policy.addition?.(ask, club);
  const queries = [
    ask.query,
    ...halves,
    ...(policy.fallbackQuery ? [policy.fallbackQuery] : []),
    ...(addition ? [addition.query] : []),
  ];
  const results = await Promise.all(queries.map(search));
  const lost = results.find((result) => !result.ok);
  if (lost) return lost;
  const passages = results.map((result) => (result.ok ? result.value : []));
  const judged = passages.map(judge);
  return {
    ok: true,
    value: {
      whole: judged[0] ?? [],
      parts: judged.slice(1, 1 + halves.length),
      fallback: policy.fallbackQuery ? (judged[1 + halves.length] ?? []) : [],
      added: addition ? (passages.at(-1) ?? []) : [],
    },
  };
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

/**
 * The answer from knowledge, word for word from the spans it cites. A question that nothing fits, or that cannot be
 * looked up in time, goes to a person; the stream ends before the deadline either way.
 */
export const respondFromKnowledge: Responder = async function* (ask, call, tools) {
  const { manifest, club, policy } = tools;
  const question = { ask, club, policy };
  yield { type: 'answer-start', assistant: manifest.id, version: manifest.version };
  const begun = performance.now();
  const reserve = policy.reserveMs ?? defaultReserveMs;
  const working = { ...call, deadline: call.deadline.within(Math.max(0, call.deadline.remaining() - reserve)) };
  const found = await find(question, tools, working);
  const searched = performance.now();
  if (!found.ok && found.error.code === 'cancelled') throw new FailureError(found.error);
  const material = found.ok ? materialOf(found.value, question) : undefined;
  const draft = !found.ok
    ? composeWithoutKnowledge(question)
    : material
      ? composeAnswer(question, material)
      : composeUnsure(question, found.value.whole);
  const worded =
    material && tools.reword && (policy.mayUseModel ?? true) ? await tools.reword(question, draft, working) : draft;
  yield* partsOf(worded, { search: rounded(searched - begun), compose: rounded(performance.now() - searched) });
};
