import type { Lexicon } from '#ai';
import type { Passage } from '#contracts';
import { Deadline, fail } from '#kernel';
import type { Database } from '#platform/database';
import type { GuardedEmbedder } from '../embedding/guarded-embedder.js';
import { readQuery } from '../language/read-query.js';
import type { KnowledgeStates } from './knowledge-states.js';
import { rankScope } from './rank-scope.js';
import type { ScopeMemory } from './scope-memory.js';
import { search, searchWeights, type Found, type Search } from './search-sql.js';
import type { SopClassifiers } from './sop-classifiers.js';
import type { Vocabularies } from './vocabularies.js';

export interface KnowledgeQuestion {
  readonly query: string;
  readonly assistant: string;
  readonly site?: string | undefined;
  readonly limit: number;
  /** Only these SOPs; every one of the scope where it is absent. */
  readonly sops?: readonly string[] | undefined;
}

export interface SearchCall {
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
}

export interface KnowledgeFound {
  readonly passages: Passage[];
  readonly knowledgeVersion: number;
  /** What was not available: `embedding-unavailable`. */
  readonly degraded: string[];
  /** Names everything it was found by; absent where nothing was ever published in the scope. */
  readonly state?: string;
  /** False while something that belongs to the state is being learned, or was not available. */
  readonly settled: boolean;
}

export interface SearchSurroundings {
  readonly database: Pick<Database, 'query'>;
  readonly vocabularies: Vocabularies;
  readonly classifiers: SopClassifiers;
  readonly embedder: GuardedEmbedder;
  readonly states: KnowledgeStates;
  readonly memory: ScopeMemory;
  readonly lexicon: Lexicon;
  /** The ids of the club's sites. */
  readonly sites: readonly string[];
  readonly onProblem: (problem: unknown) => void;
}

interface Likelihood {
  readonly id: string;
  readonly likelihood: number;
}

/** How likely each SOP is where only some can be meant: their shares of what they have together. */
function among(sops: readonly string[] | undefined, all: readonly Likelihood[]): readonly Likelihood[] {
  if (sops === undefined) return all;
  const meant = all.filter(({ id }) => sops.includes(id));
  const sum = meant.reduce((total, { likelihood }) => total + likelihood, 0);
  return meant.map(({ id, likelihood }) => ({ id, likelihood: sum === 0 ? 0 : likelihood / sum }));
}

/** The second round finds what the first one had to wait for on every connection. */
const warmUpRounds = 2;
const warmUpWithinMs = 30_000;

/** Finds the sections that may answer a question, within the scope of one assistant and, where it is known, one site. */
export class KnowledgeSearch {
  constructor(private readonly surroundings: SearchSurroundings) {}

  /** @throws FailureError `unknown-site`, or as the database does */
  async find({ query, assistant, site, limit, sops }: KnowledgeQuestion, call: SearchCall): Promise<KnowledgeFound> {
    const { vocabularies, classifiers, embedder, states, lexicon, sites } = this.surroundings;
    if (site !== undefined && !sites.includes(site)) throw fail('unknown-site', `The club has no site "${site}".`);
    const { vocabulary, state: readIn } = await vocabularies.of(assistant);
    const read = readQuery(query, vocabulary, lexicon);
    const embedding = (await embedder.embed([read.text], call))?.[0];
    const taught = classifiers.of(assistant, { version: vocabulary.version, state: readIn });
    const likelihoods = among(sops, taught.classifier?.classify(query) ?? []);
    const wanted = { assistant, site, sops, query: read, likelihoods, embedding, embedder: embedder.id, limit };
    const { state, ...found } = await this.search({ ...wanted, weights: searchWeights }, call.deadline);
    if (state !== undefined && state !== readIn) this.refreshLater(assistant, state);
    return {
      ...found,
      degraded: embedding ? [] : ['embedding-unavailable'],
      ...(state === undefined ? {} : { state: states.nameOf(state) }),
      settled: taught.settled && embedding !== undefined && state === readIn,
    };
  }

  /**
   * Searches every scope once, a few at a time, so that the first who asks does not wait for what is read and planned at the
   * first search only.
   */
  async warmUp(assistants: readonly string[]): Promise<void> {
    const ask = (assistant: string): Promise<unknown> =>
      this.find(
        { query: 'where do I begin', assistant, limit: 3 },
        { deadline: Deadline.in(warmUpWithinMs), signal: new AbortController().signal },
      );
    for (let round = 0; round < warmUpRounds; round += 1) await Promise.all(assistants.map(ask));
  }

  /** In memory where the scope is there as it is now, else in the database. */
  private async search(asked: Search, deadline: Deadline): Promise<Found> {
    const { memory, database } = this.surroundings;
    const scope = await memory.of(asked.assistant);
    if (!scope?.sops) return search(database, asked, { deadline });
    deadline.check('the search');
    return { knowledgeVersion: scope.knowledgeVersion, state: scope.state, passages: rankScope(scope.sops, asked) };
  }

  /** The next search knows the new words; this one found them as they were written. */
  private refreshLater(assistant: string, state: string): void {
    this.surroundings.vocabularies.refresh(assistant, state).catch(this.surroundings.onProblem);
  }
}
