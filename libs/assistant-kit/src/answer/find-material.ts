import type { Ask, Club, Passage } from '#contracts';
import { ok, type Result } from '#kernel';
import type { Call } from '#platform/messaging';
import type { Material, Question } from '../compose/compose-answer.js';
import { asksAboutAfterwards } from '../sections/afterwards.js';
import { readSection, type Section } from '../sections/section.js';
import { holdsAt, siteWordsOf } from '../sections/site-words.js';
import { goodEnough, isIntroduction, judge, type Candidate } from './judge.js';
import { splitQuestion } from './split-question.js';

export interface Looked {
  readonly passages: readonly Passage[];
  /** What was not available to the search: `embedding-unavailable` when it went by words alone. */
  readonly degraded: readonly string[];
  /** Names what the search went by, where knowledge says it. */
  readonly state?: string | undefined;
  /** Whether the same search would find the same again while knowledge is in that state. */
  readonly settled?: boolean;
}

/** What an assistant asks of knowledge: passages for a query, best first, in its own scope and at the asker's site. */
export interface Knowledge {
  /** @param sops only passages of these SOPs; absent: of any */
  search(query: string, ask: Ask, call: Call, sops?: readonly string[]): Promise<Result<Looked>>;
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

/** Where the best section is for afterwards and the question is not, the SOP's next one is answered from. */
function nowFirst(candidates: readonly Candidate[], query: string): readonly Candidate[] {
  const best = candidates[0];
  if (!best || asksAboutAfterwards(query) || !readSection(best.passage).afterwards) return candidates;
  const now = candidates.find(({ passage }) => passage.sop === best.passage.sop && !readSection(passage).afterwards);
  if (!now) return candidates;
  return [{ ...now, confidence: best.confidence }, ...candidates.filter((each) => each !== now)];
}

/** What was found and holds at the site, best first. */
function judged({ passages, degraded }: Looked, { query, site }: Ask, { sites }: Club): readonly Candidate[] {
  const here = passages.filter((passage) => holdsAt(readSection(passage), site, siteWordsOf(sites)));
  return nowFirst(judge(here, { similarityKnown: !degraded.includes('embedding-unavailable') }), query);
}

const nothing: Looked = { passages: [], degraded: [] };

/** What was found for one half of the question. */
interface Half {
  readonly query: string;
  readonly best: Candidate | undefined;
}

/** A half has fewer words to go by than a question, so that more is wanted of what it finds. */
const halfGoodEnough = 0.7;

const isClear = ({ best }: Half): boolean => best !== undefined && best.confidence >= halfGoodEnough;

/** Below this nothing here has to do with the half; what is in between may only lean on the other half. */
const strangeAtMost = 0.6;

/** Whether the answer to the whole question says as much as that to its clear half, and the other half may lean on it. */
const coversBoth = (whole: Candidate | undefined, clear: Candidate, unclear: Pick<Candidate, 'confidence'>): boolean =>
  whole !== undefined &&
  whole.confidence >= goodEnough &&
  (unclear.confidence > strangeAtMost || whole.passage.sop !== clear.passage.sop);

const strange: Pick<Candidate, 'confidence'> = { confidence: 0 };

/** Of a question in two: both answers, or the one that is clear and the half that nothing here answers. */
function fromHalves(
  halves: readonly Half[],
  whole: Candidate | undefined,
): Pick<Material, 'chosen' | 'near' | 'uncovered'> | undefined {
  const clear = halves.filter(isClear).flatMap(({ best }) => best ?? []);
  const [one, other] = clear;
  if (!one) return undefined;
  if (other) return one.passage.sop === other.passage.sop ? undefined : { chosen: clear, near: [] };
  const unclear = halves.find((half) => !isClear(half));
  if (!unclear || coversBoth(whole, one, unclear.best ?? strange)) return undefined;
  return { chosen: [one], near: [], uncovered: unclear.query };
}

/** The sections to answer from, and those to name beside them; of both halves where two clear things were asked. */
function chosenFrom(
  whole: readonly Candidate[],
  halves: readonly Half[],
  own: Candidate | undefined,
  seesAlso: boolean,
): Pick<Material, 'chosen' | 'near' | 'uncovered'> {
  const best = whole[0];
  const parted = fromHalves(halves, best);
  if (parted) return parted;
  if (best && best.confidence >= goodEnough) return { chosen: [best], near: seesAlso ? nearTo(best, whole) : [] };
  if (!own) return { chosen: [], near: [] };
  const near = bestOfEachSop(whole).filter(({ passage }) => passage.sop !== own.passage.sop);
  // It was found by its own name; what was asked is matched no better for it.
  return { chosen: [{ ...own, confidence: best?.confidence ?? 0 }], near: near.slice(0, nearAtMost) };
}

type Search = (query: string | undefined, ask?: Ask) => Promise<Looked>;

/** What is not of these SOPs left out: whoever searches may be of a release that does not know of them. */
const only = (looked: Looked, sops: readonly string[] | undefined): Looked =>
  sops === undefined ? looked : { ...looked, passages: looked.passages.filter(({ sop }) => sops.includes(sop)) };

/**
 * Where the site is not known and the section found is only for some, the question is looked up anew for each of the others:
 * what stands in its place there is answered as well, below what the SOP says for everywhere.
 */
async function atEverySite(
  best: Candidate,
  { ask, club }: Question,
  looked: Looked,
  search: Search,
): Promise<Pick<Material, 'chosen' | 'everywhere'>> {
  const words = siteWordsOf(club.sites);
  const { sop } = best.passage;
  const elsewhere = club.sites.filter(({ id }) => !holdsAt(readSection(best.passage), id, words));
  const found = await Promise.all(
    elsewhere.map(async ({ id: site }) => {
      const there = { ...ask, site };
      return judged(await search(ask.query, there), there, club).find(({ passage }) => passage.sop === sop);
    }),
  );
  const own = found
    .filter((each) => each !== undefined)
    .filter(({ passage }) => readSection(passage).onlyAt.length > 0);
  const each = new Map([best, ...own].map((candidate) => [candidate.passage.start, candidate]));
  const introduction = looked.passages.find((passage) => passage.sop === sop && isIntroduction(passage));
  const everywhere: Section | undefined = introduction && readSection(introduction);
  return { chosen: [...each.values()].map((candidate) => ({ ...candidate, confidence: best.confidence })), everywhere };
}

/** Whether one section answers that does not hold everywhere, and nobody knows where the asker is. */
const isOfSomeSites = ({ chosen }: Pick<Material, 'chosen'>, { site }: Ask): boolean =>
  site === undefined && chosen.length === 1 && chosen.some(({ passage }) => readSection(passage).onlyAt.length > 0);

/**
 * Looks up everything an answer needs, at once. Only the question itself has to be looked up; without the rest the answer
 * is poorer, not none.
 * @param within whose site the search keeps to; the question's own unless it is said otherwise
 * @returns the failure of the search for the question
 */
export async function findMaterial(
  question: Question,
  knowledge: Knowledge,
  call: Call,
  within: Ask = question.ask,
): Promise<Result<Found>> {
  const { ask, club, policy } = question;
  const addition = policy.addition?.(ask, club);
  const sops = policy.answersFrom?.(ask, club);
  const searchIn =
    (scope: readonly string[] | undefined): Search =>
    async (query, at = within) => {
      const looked = query === undefined ? undefined : await knowledge.search(query, at, call, scope);
      return looked?.ok ? only(looked.value, scope) : nothing;
    };
  const search = searchIn(undefined);
  const half = async (query: string): Promise<Half> => ({
    query,
    best: judged(await searchIn(sops)(query), { ...ask, query }, club)[0],
  });
  const [found, fallback, added, ...halves] = await Promise.all([
    knowledge.search(ask.query, within, call, sops),
    search(policy.fallbackQuery?.(ask)),
    search(addition?.query),
    ...(splitQuestion(ask.query) ?? []).map(half),
  ]);
  if (!found.ok) return found;
  const looked = only(found.value, sops);
  const candidates = judged(looked, ask, club);
  const { degraded } = looked;
  const own = judged(fallback, ask, club)[0];
  const material = chosenFrom(candidates, halves, own, policy.seesAlso ?? true);
  const best = material.chosen[0];
  if (!best) return ok({ material: undefined, candidates, degraded });
  const different = isOfSomeSites(material, ask) ? await atEverySite(best, question, looked, searchIn(sops)) : {};
  const section = added.passages.map(readSection).find((each) => addition?.line(each) !== undefined);
  return ok({
    material: { ...material, ...different, ...(addition && section ? { addition: { addition, section } } : {}) },
    candidates,
    degraded,
  });
}
