import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnswerPart, Ask, Manifest } from '#contracts';
import { Deadline, newTraceContext } from '#kernel';
import type { Call } from '#platform/messaging';
import { FakeClock } from '#testing';
import type { Decision } from '../answer-query/decision.js';
import type { Kept } from './cached-answer.js';
import { Generations, type Claims } from './generations.js';
import { KeptAnswers } from './kept-answers.js';
import { KnowledgeNow } from './knowledge-now.js';
import { MemoryTier } from './memory-tier.js';
import { ResponseCache } from './response-cache.js';
import type { CacheTier, TierName } from './tier.js';
import { TruthMeter } from './truth-meter.js';

const manifest = { id: 'booking', version: '1.0.0', timeouts: { answerMs: 5_000 } } as Manifest;
const decision = { assistant: manifest, away: null, emergency: null, danger: null, told: null } as Decision;
const call = (): Call => ({
  deadline: Deadline.in(600_000),
  trace: newTraceContext(),
  principal: { id: 'x', kind: 'staff' },
  requestId: 'r',
});
const questions = ['how much', 'how long'];

interface Rules {
  /** How the world calls a version of knowledge; a key that leaves the version out is one in which all have one name. */
  readonly naming: (version: number) => string;
  /** Milliseconds that a reading of the state is good for. */
  readonly goodForMs: number;
  /** Milliseconds from its commit until a publication is acknowledged. */
  readonly acknowledgedAfterMs: number;
}

const named = (version: number): string => `state ${version}`;

/**
 * Gateways, the tiers they share and the knowledge they answer from. Every step that takes time anywhere is finished when
 * the scheduler says so, in any order.
 */
class World {
  /** What was published, and what whoever published was told of. */
  private published = 0;
  private acknowledged = 0;
  private readonly clock = new FakeClock();
  private readonly toAcknowledge: { readonly version: number; readonly at: number; readonly done: () => void }[] = [];
  private readonly shared = { L2: new Map<string, Kept>(), L3: new Map<string, Kept>() };
  private readonly claimed = new Set<string>();
  private gateways: KeptAnswers[];
  /** Of every gateway there ever was: one that crashed here goes on to the end of what it had begun. */
  private readonly generations: Generations[] = [];
  readonly stale: string[] = [];
  hits = 0;
  answers = 0;

  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly rules: Rules,
    count: number,
  ) {
    this.gateways = Array.from({ length: count }, () => this.gateway());
  }

  private step<T>(label: string, value: () => T): Promise<T> {
    return this.scheduler.schedule(Promise.resolve(), label).then(value);
  }

  async publish(): Promise<void> {
    const version = await this.step('publication commits', () => (this.published += 1));
    const { promise, resolve: done } = Promise.withResolvers<void>();
    this.toAcknowledge.push({ version, at: this.clock.now() + this.rules.acknowledgedAfterMs, done });
    this.pass(0);
    await promise;
  }

  /** Time passes, and whoever waited for it goes on. */
  pass(milliseconds: number): void {
    this.clock.advance(milliseconds);
    for (const { version, at, done } of this.toAcknowledge) {
      if (at > this.clock.now()) continue;
      this.acknowledged = Math.max(this.acknowledged, version);
      done();
    }
  }

  /** Its memory is gone; whatever it had under way goes on to nobody. */
  crash(at: number): void {
    this.gateways[at % this.gateways.length] = this.gateway();
  }

  async ask(at: number, query: string): Promise<void> {
    const atLeast = this.acknowledged;
    const answers = this.gateways[at % this.gateways.length]!;
    const ask: Ask = { answerId: 'a', query, asker: 'staff' };
    const served = await answers.serve({ ask, decision, call: call(), generate: () => this.generate() });
    let text = '';
    for await (const part of served.parts) if (part.type === 'text-delta') text += part.text;
    this.answers += 1;
    if (served.tier !== null) this.hits += 1;
    if (Number(text) < atLeast && served.degraded.length === 0)
      this.stale.push(`${text} < ${atLeast} (${served.tier})`);
  }

  private async *generate(): AsyncGenerator<AnswerPart> {
    await this.step('the assistant is asked', () => undefined);
    const version = await this.step('knowledge is searched', () => this.published);
    yield { type: 'answer-start', assistant: 'booking', version: '1.0.0' };
    await this.step('the answer is worded', () => undefined);
    yield { type: 'text-delta', text: String(version) };
    yield {
      type: 'answer-end',
      category: 'solution',
      priority: 'low',
      confidence: 1,
      composedBy: 'extractive',
      degraded: [],
      timings: {},
      knowledge: this.rules.naming(version),
      composer: 'one',
    };
  }

  private tier(name: Exclude<TierName, 'L1'>): CacheTier {
    const kept = this.shared[name];
    return {
      name,
      get: (key) => this.step(`${name} is read`, () => kept.get(key) ?? null),
      set: (key, whole) => this.step(`${name} is written`, () => void kept.set(key, whole)),
      delete: (key) => this.step(`${name} forgets`, () => void kept.delete(key)),
    };
  }

  private gateway(): KeptAnswers {
    const claims: Claims = {
      claim: (key) => this.step('claimed', () => !this.claimed.has(key) && !!this.claimed.add(key)),
      release: (key) => this.step('released', () => void this.claimed.delete(key)),
      announce: (key) =>
        void this.step('heard', () => this.generations.forEach((generations) => generations.heard(key))),
    };
    const generations = new Generations(claims);
    this.generations.push(generations);
    const read = async () => {
      const version = await this.step('the state is read', () => this.published);
      const states = { booking: this.rules.naming(version) };
      return this.step('the state arrives', () => ({ states, goodForMs: this.rules.goodForMs }));
    };
    const knowledge = new KnowledgeNow(read, this.clock, () => this.step('others ask as well', () => undefined));
    return new KeptAnswers({
      release: 'r1',
      cache: new ResponseCache([new MemoryTier({ entries: 100, bytes: 1_000_000 }), this.tier('L2'), this.tier('L3')], {
        readWithinMs: 60_000,
      }),
      generations,
      knowledge,
      truth: new TruthMeter({ share: 0, onFalse: () => undefined }),
      aliases: { meaningOf: () => undefined },
      assistantFor: () => null,
      composerOf: () => 'one',
      ownCall: call,
    });
  }
}

const actions = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({ kind: 'publish' as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), gateway: fc.nat(1) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.nat(75) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('ask' as const),
        gateway: fc.nat(1),
        query: fc.constantFrom(...questions),
      }),
    },
  ),
  { minLength: 4, maxLength: 18 },
);

const tally = { hits: 0, answers: 0 };

const neverStale = (rules: Rules) =>
  fc.asyncProperty(fc.scheduler(), actions, async (scheduler, plan) => {
    const world = new World(scheduler, rules, 2);
    const asked: Promise<void>[] = [];
    const { task } = scheduler.scheduleSequence(
      plan.map((action) => ({
        label: action.kind,
        builder: async () => {
          await Promise.resolve();
          if (action.kind === 'publish') asked.push(world.publish());
          else if (action.kind === 'crash') world.crash(action.gateway);
          else if (action.kind === 'wait') world.pass(action.milliseconds);
          else asked.push(world.ask(action.gateway, action.query));
        },
      })),
    );
    await scheduler.waitFor(task);
    // Whoever still waits to be told that a publication is done.
    const all = Promise.all(asked);
    const end = setInterval(() => world.pass(1_000));
    await scheduler.waitFor(all).finally(() => clearInterval(end));
    tally.hits += world.hits;
    tally.answers += world.answers;
    return world.stale.length === 0;
  });

describe('questions, publications, crashes and delays in any order', () => {
  it.each([
    { goodForMs: 50, acknowledgedAfterMs: 50 },
    { goodForMs: 0, acknowledgedAfterMs: 0 },
  ])('never give an answer that is older than a publication acknowledged before the question: %j', async (times) => {
    tally.hits = tally.answers = 0;
    await fc.assert(neverStale({ naming: named, ...times }), { numRuns: 400 });
    // Were nothing ever answered from the cache, nothing would be proven.
    expect(tally.hits / tally.answers).toBeGreaterThan(0.1);
  });

  it.each([
    [
      'the key leaves out the version of knowledge',
      { naming: () => 'always the same', goodForMs: 50, acknowledgedAfterMs: 50 },
    ],
    [
      'a publication is acknowledged while a reading from before it is still good',
      { naming: named, goodForMs: 50, acknowledgedAfterMs: 0 },
    ],
  ])('do, where %s', async (_, rules) => {
    const { failed } = await fc.check(neverStale(rules), { numRuns: 1_000 });
    expect(failed).toBe(true);
  });
});
