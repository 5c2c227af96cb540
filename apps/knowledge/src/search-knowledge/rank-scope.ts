import type { Passage } from '#contracts';
import { sparseOf, type SparseVector } from '../storage/vector-codec.js';
import { innerProduct, sparseInnerProduct } from './inner-product.js';
import type { ScopeSection, ScopeSop } from './scope-content.js';
import { passagesPerSop, type Search } from './search-sql.js';

/** A search as its vectors say it. */
interface Asked extends Pick<Search, 'site' | 'embedding' | 'embedder' | 'weights'> {
  readonly terms: SparseVector;
  readonly likelihoods: ReadonlyMap<string, number>;
}

interface ScoredSop {
  readonly sop: ScopeSop;
  /** Its place among the SOPs of the scope, by id: of two with one score the first comes first. */
  readonly place: number;
  readonly comparable: boolean;
  readonly likelihood: number;
  /** What it scores without having anything in common with the question. */
  readonly expected: number;
  readonly score: number;
}

interface ScoredSection {
  readonly of: ScoredSop;
  readonly section: ScopeSection;
  readonly similarity: number;
  readonly expected: number;
  readonly score: number;
}

/**
 * What `searchStatement` finds, out of memory: the same formula, added up in the same order, the same limits, and of two
 * with one score the same first. A test holds the two against each other; a change of one is a change of both, and gives
 * the states new names through the statement.
 */
export function rankScope(scope: readonly ScopeSop[], search: Search): Passage[] {
  const { site, sops, limit } = search;
  const asked = { ...search, terms: sparseOf(search.query.terms), likelihoods: likelihoodsOf(search) };
  const inScope = scope
    .map((sop, place) => ({ sop, place }))
    .filter(({ sop }) => (site === undefined || sop.sites.includes(site)) && (sops?.includes(sop.id) ?? true))
    .map(({ sop, place }) => scoreSop(sop, place, asked))
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, 2 * limit);
  const nearest = inScope
    .flatMap((of) => of.sop.sections.filter((section) => holdsAt(section, site)).map((section) => ({ of, section })))
    .map(({ of, section }) => scoreSection(of, section, asked))
    .sort((a, b) => b.score - a.score || a.of.place - b.of.place || a.section.ordinal - b.section.ordinal)
    .slice(0, 3 * limit);
  const shares = sparseOf(search.query.shares);
  return bestOf(nearest)
    .slice(0, limit)
    .map((found) => toPassage(found, shares));
}

const likelihoodsOf = ({ likelihoods }: Search): Map<string, number> =>
  new Map(likelihoods.map(({ id, likelihood }) => [id, likelihood]));

const holdsAt = ({ sites }: ScopeSection, site: string | undefined): boolean =>
  site === undefined || sites.length === 0 || sites.includes(site);

function scoreSop(
  sop: ScopeSop,
  place: number,
  { terms, likelihoods, embedding, embedder, weights }: Asked,
): ScoredSop {
  const comparable = embedding !== undefined && sop.embedder === embedder;
  const likelihood = likelihoods.get(sop.id) ?? 0;
  const expected = weights.sopLikelihood * likelihood;
  const score =
    expected +
    weights.sopTerms * sparseInnerProduct(terms, sop.terms) +
    (comparable ? weights.sopEmbedding * innerProduct(sop.embedding, embedding) : 0);
  return { sop, place, comparable, likelihood, expected, score };
}

function scoreSection(of: ScoredSop, section: ScopeSection, { terms, embedding, weights }: Asked): ScoredSection {
  const opening = section.opens ? weights.chunkOpens : 0;
  const similarity = of.comparable && embedding ? innerProduct(section.embedding, embedding) : 0;
  const score =
    of.score +
    weights.chunkTerms * sparseInnerProduct(terms, section.terms) +
    (of.comparable ? weights.chunkEmbedding * similarity : 0) +
    opening;
  return { of, section, similarity, expected: of.expected + opening, score };
}

/** No more than so many of one SOP, and none that has nothing in common with the question. */
function bestOf(nearest: readonly ScoredSection[]): ScoredSection[] {
  const places = new Map<number, number>();
  return nearest.filter(({ of, score, expected }) => {
    const place = (places.get(of.place) ?? 0) + 1;
    places.set(of.place, place);
    return place <= passagesPerSop && score > expected;
  });
}

function toPassage({ of, section, score, similarity }: ScoredSection, shares: SparseVector): Passage {
  const { heading, text, start, end } = section;
  const { id: sop, version, title } = of.sop;
  const coverage = Math.min(1, Math.max(0, sparseInnerProduct(shares, section.told)));
  return { sop, version, title, heading, text, start, end, score, similarity, coverage, likelihood: of.likelihood };
}
