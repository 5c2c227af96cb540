import type { Ask, Passage } from '#contracts';
import { ok, type Result } from '#kernel';
import type { Call } from '#platform/messaging';
import type { Material, Question } from '../compose/compose-answer.js';
import { readSection } from '../sections/section.js';
import { goodEnough, judge, type Candidate } from './judge.js';
import { splitQuestion } from './split-question.js';

export interface Looked {
  readonly passages: readonly Passage[];
  /** What was not available to the search: `embedding-unavailable` when it went by words alone. */
  readonly degraded: readonly string[];
}

/** What an assistant asks of knowledge: passages for a query, best first, in its own scope and at the asker's site. */
export interface Knowledge {
  search(query: string, ask: Ask, call: Call): Promise<Result<Looked>>;
}

/** What a question's answer can be made of. */
export interface Found {
  /** Absent where nothing fits well enough. */
  readonly material: Material | undefined;
  /** Whatever was found for the whole question, best first. */
  readonly candidates: readonly Candidate[];
  readonly degraded: readonly string[];
}

/** A section whose score in the search is at least this share of the best one's may be meant as well. */
const nearShare = 0.9;
const nearAtMost = 2;

const isOther = (one: Passage, other: Passage): boolean => one.sop !== other.sop || one.start !== other.start;

/** Other sections that may be meant. Whoever stands at a kiosk, or in an emergency, needs one way and not three. */
function nearTo(best: Candidate, all: readonly Candidate[], { ask, policy }: Question): Candidate[] {
  if (ask.asker !== 'staff' || policy.seesAlso === false) return [];
  return all
    .filter(({ passage, confidence }) => isOther(passage, best.passage) && confidence >= goodEnough)
    .filter(({ passage }) => passage.score >= nearShare * best.passage.score)
    .slice(0, nearAtMost);
}

const judged = ({ passages, degraded }: Looked): Candidate[] =>
  judge(passages, { similarityKnown: !degraded.includes('embedding-unavailable') });

const nothing: Looked = { passages: [], degraded: [] };

/** The sections to answer from: of both halves where two clear things were asked, else the best, else the assistant's own. */
function chosenFrom(whole: readonly Candidate[], halves: readonly Looked[], fallback: Looked): readonly Candidate[] {
  const tops = halves.flatMap((half) => judged(half).slice(0, 1)).filter(({ confidence }) => confidence >= goodEnough);
  if (tops.length === 2 && tops[0]?.passage.sop !== tops[1]?.passage.sop) return tops;
  const best = whole[0];
  if (best && best.confidence >= goodEnough) return [best];
  // It was found by its own name; what was asked is matched no better for it.
  return judged(fallback)
    .slice(0, 1)
    .map((candidate) => ({ ...candidate, confidence: best?.confidence ?? 0 }));
}

/**
 * Looks up everything an answer needs, at once. Only the question itself has to be looked up; without the rest the answer
 * is poorer, not none.
 * @returns the failure of the search for the question
 */
export async function findMaterial(question: Question, knowledge: Knowledge, call: Call): Promise<Result<Found>> {
  const { ask, club, policy } = question;
  const addition = policy.addition?.(ask, club);
  const search = async (query: string | undefined): Promise<Looked> => {
    const looked = query === undefined ? undefined : await knowledge.search(query, ask, call);
    return looked?.ok ? looked.value : nothing;
  };
  const [looked, fallback, added, ...halves] = await Promise.all([
    knowledge.search(ask.query, ask, call),
    search(policy.fallbackQuery),
    search(addition?.query),
    ...(splitQuestion(ask.query) ?? []).map(search),
  ]);
  if (!looked.ok) return looked;
  const candidates = judged(looked.value);
  const chosen = chosenFrom(candidates, halves, fallback);
  const { degraded } = looked.value;
  if (chosen.length === 0) return ok({ material: undefined, candidates, degraded });
  const near = chosen[0] && chosen[0] === candidates[0] ? nearTo(chosen[0], candidates, question) : [];
  const section = added.passages.map(readSection).find((each) => addition?.line(each) !== undefined);
  return ok({
    material: { chosen, near, ...(addition && section ? { addition: { addition, section } } : {}) },
    candidates,
    degraded,
  });
}
