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

/**
 * Another SOP is named beside the answer when its best section scores at least this share of the best one's, or when the
 * question is this likely to be for it. On the development half the search finds a right SOP first for 89 questions of
 * 100 and among the first three for 98; these limits name most of the latter, and nothing beside an answer that is clear.
 */
const otherShare = 0.65;
const otherLikelihood = 0.03;
/** A further section of the same SOP has to be nearly as good: the whole SOP speaks for all of them. */
const siblingShare = 0.95;
const nearAtMost = 2;

/** The best section of each SOP, in order. */
function bestOfEachSop(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ passage: { sop } }) => !seen.has(sop) && seen.add(sop));
}

/** Other sections that may be meant as well. */
function nearTo(best: Candidate, all: readonly Candidate[]): Candidate[] {
  const scores = (candidate: Candidate, share: number): boolean =>
    candidate !== best && candidate.passage.score >= share * best.passage.score;
  const others = bestOfEachSop(all)
    .filter(({ passage }) => passage.sop !== best.passage.sop)
    .filter((each) => scores(each, otherShare) || each.passage.likelihood >= otherLikelihood);
  const siblings = all.filter((each) => each.passage.sop === best.passage.sop && scores(each, siblingShare));
  return [...others, ...siblings].slice(0, nearAtMost);
}

const judged = ({ passages, degraded }: Looked): Candidate[] =>
  judge(passages, { similarityKnown: !degraded.includes('embedding-unavailable') });

const nothing: Looked = { passages: [], degraded: [] };

/** The sections to answer from, and those to name beside them; of both halves where two clear things were asked. */
function chosenFrom(
  whole: readonly Candidate[],
  halves: readonly Looked[],
  fallback: Looked,
  seesAlso: boolean,
): Pick<Material, 'chosen' | 'near'> {
  const tops = halves.flatMap((half) => judged(half).slice(0, 1)).filter(({ confidence }) => confidence >= goodEnough);
  if (tops.length === 2 && tops[0]?.passage.sop !== tops[1]?.passage.sop) return { chosen: tops, near: [] };
  const best = whole[0];
  if (best && best.confidence >= goodEnough) return { chosen: [best], near: seesAlso ? nearTo(best, whole) : [] };
  const own = judged(fallback)[0];
  if (!own) return { chosen: [], near: [] };
  const near = bestOfEachSop(whole).filter(({ passage }) => passage.sop !== own.passage.sop);
  // It was found by its own name; what was asked is matched no better for it.
  return { chosen: [{ ...own, confidence: best?.confidence ?? 0 }], near: near.slice(0, nearAtMost) };
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
  const { chosen, near } = chosenFrom(candidates, halves, fallback, policy.seesAlso ?? true);
  const { degraded } = looked.value;
  if (chosen.length === 0) return ok({ material: undefined, candidates, degraded });
  const section = added.passages.map(readSection).find((each) => addition?.line(each) !== undefined);
  return ok({
    material: { chosen, near, ...(addition && section ? { addition: { addition, section } } : {}) },
    candidates,
    degraded,
  });
}
