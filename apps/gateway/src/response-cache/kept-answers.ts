import type { AnswerPart, Ask, Manifest } from '#contracts';
import type { Call } from '#platform/messaging';
import type { Decision } from '../answer-query/decision.js';
import { cacheKey, type CacheQuestion } from './cache-key.js';
import { questionText } from './question-text.js';
import { partsOfCached } from './cached-answer.js';
import { keptOf } from './generated.js';
import type { Generations, Shared, Turn } from './generations.js';
import type { KnowledgeNow } from './knowledge-now.js';
import type { Hit, ResponseCache } from './response-cache.js';
import type { TierName } from './tier.js';
import type { TruthMeter } from './truth-meter.js';

/** An answer's parts, and where they come from. */
export interface Served {
  readonly parts: AsyncIterable<AnswerPart> | Iterable<AnswerPart>;
  /** Null where it was generated for this question. */
  readonly tier: TierName | null;
  /** The answer it repeats; null where it was generated. */
  readonly repeats: string | null;
  /** What it was answered as, by an alias; null where it was answered as itself. */
  readonly meant: string | null;
  /** What could not be made sure of, as codes. */
  readonly degraded: readonly string[];
}

export interface Asked {
  readonly ask: Ask;
  readonly decision: Decision;
  readonly call: Call;
  /** Asks the assistant that was decided on, within the call that is given. */
  readonly generate: (ask: Ask, call: Call) => AsyncIterable<AnswerPart>;
}

export interface KeptAnswersParts {
  /** What this gateway's own code is called; another release may read questions otherwise. */
  readonly release: string;
  readonly cache: ResponseCache;
  readonly generations: Generations;
  readonly knowledge: Pick<KnowledgeNow, 'now'>;
  readonly truth: Pick<TruthMeter, 'consider'>;
  /** What a person said that a question means. */
  readonly aliases: { meaningOf(query: string): string | undefined };
  /** Who would answer a question that nothing sounds dangerous in; null where nobody would. */
  readonly assistantFor: (query: string) => string | null;
  /** What an assistant's answers are made by; undefined where nobody knows. */
  readonly composerOf: (assistant: string) => string | undefined;
  /** For what is asked in nobody's name. */
  readonly ownCall: (milliseconds: number) => Call;
}

/** Of what is left until the deadline, how much may go into waiting for another's answer; in the rest it is made here. */
const patience = 0.5;

/** Answers each question once for as long as its answer stays the same. */
export class KeptAnswers {
  constructor(private readonly parts: KeptAnswersParts) {}

  async serve(asked: Asked): Promise<Served> {
    const { decision, ask, call } = asked;
    const { assistant } = decision;
    if (assistant === null || !mayBeKept(ask, decision)) return fresh(asked.generate(ask, call));
    const meant = decision.danger === null ? this.meaningOf(ask.query, assistant) : null;
    if (meant === null) return this.serveKept(asked, assistant);
    return { ...(await this.serveKept({ ...asked, ask: { ...ask, query: meant } }, assistant)), meant };
  }

  /** An alias holds where the router sends both to the same assistant; whoever approved it meant that one. */
  private meaningOf(query: string, assistant: Manifest): string | null {
    const meant = this.parts.aliases.meaningOf(query);
    return meant !== undefined && this.parts.assistantFor(meant) === assistant.id ? meant : null;
  }

  private async serveKept(asked: Asked, assistant: Manifest): Promise<Served> {
    const { ask, call } = asked;
    const composer = this.parts.composerOf(assistant.id);
    if (composer === undefined) return fresh(asked.generate(ask, call));
    const { states, verified } = await this.parts.knowledge.now();
    const knowledge = states[assistant.id];
    if (knowledge === undefined) return fresh(asked.generate(ask, call));
    const { id, version: assistantVersion } = assistant;
    const key = this.keyOf({ ask, assistant: id, assistantVersion, composer, knowledge });
    const hit = await this.parts.cache.find(key);
    if (hit) return this.repeated(asked, assistant, key, hit, verified);
    return this.once(asked, assistant, key, verified);
  }

  private keyOf(question: Omit<CacheQuestion, 'release'>): string {
    return cacheKey({ ...question, release: this.parts.release });
  }

  /** Generates it, unless somebody just did. */
  private async once(asked: Asked, assistant: Manifest, key: string, verified: boolean): Promise<Served> {
    const { cache, generations } = this.parts;
    const { deadline, signal } = asked.call;
    const until = performance.now() + Math.min(assistant.timeouts.answerMs, deadline.remaining() * patience);
    for (let left = until - performance.now(); left > 0 && !signal?.aborted; left = until - performance.now()) {
      const { turn, shared } = await generations.begin(key, left, signal);
      if (turn) return fresh(this.kept(asked, assistant, turn));
      if (shared) return { ...fresh(shared.parts), repeats: shared.answerId };
      const hit = await cache.find(key);
      if (hit) return this.repeated(asked, assistant, key, hit, verified);
      // Whoever had the turn left, or could not be answered: one of those who wait is next.
    }
    return fresh(this.kept(asked, assistant, generations.beside()));
  }

  private repeated(asked: Asked, assistant: Manifest, key: string, hit: Hit, verified: boolean): Served {
    const { answer, tier } = hit;
    const again = (): AsyncIterable<AnswerPart> =>
      asked.generate(asked.ask, this.parts.ownCall(assistant.timeouts.answerMs));
    if (verified) this.parts.truth.consider(key, answer, again);
    const degraded = verified ? [] : ['knowledge-unverified'];
    return { parts: partsOfCached(answer), tier, repeats: answer.answerId, meant: null, degraded };
  }

  /** Passes the parts on and keeps the whole, under the key of what it says it was made from. */
  private async *kept({ ask, generate, call }: Asked, assistant: Manifest, turn: Turn): AsyncGenerator<AnswerPart> {
    const parts: AnswerPart[] = [];
    let keeping: Promise<void> = Promise.resolve();
    let shared: Shared | null = null;
    try {
      for await (const part of generate(ask, call)) {
        parts.push(part);
        yield part;
      }
      const { answerId } = ask;
      const kept = keptOf({ answerId, parts });
      if (!call.signal?.aborted && isWhole(parts)) shared = { answerId, parts };
      if (kept?.assistant === assistant.id) keeping = this.parts.cache.keep(this.keyOf({ ...kept, ask }), kept);
    } finally {
      turn.end(shared, keeping);
    }
  }
}

/** Whether the assistant itself ended it, however well; what the gateway said in its place is for that asker only. */
function isWhole(parts: readonly AnswerPart[]): boolean {
  const end = parts.at(-1);
  return end?.type === 'answer-end' && end.composedBy !== 'gateway';
}

const fresh = (parts: Served['parts']): Served => ({
  parts,
  tier: null,
  repeats: null,
  meant: null,
  degraded: [],
});

/**
 * Whether an answer may be given to somebody else as well: the question is no emergency and nobody was asked whether it is one,
 * an assistant that is switched on answers, and nothing in it identifies a person. What only may be an emergency is answered
 * like any question; the card and the question about it are no part of what is kept.
 */
export function mayBeKept({ query }: Ask, { assistant, away, emergency, danger, told }: Decision): boolean {
  if (assistant === null || assistant.emergency || away === 'disabled') return false;
  if (emergency !== null || danger?.certainty === 'certain' || told !== null) return false;
  return !questionText(query).identifies;
}
