import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FakeClock } from '#testing';
import type { ScopeContent } from './scope-content.js';
import { ScopeMemory, type ScopeSource } from './scope-memory.js';

/** How the world calls a version of a scope. */
type Naming = (version: number) => string;
const byVersion: Naming = (version) => `state ${version}`;

const content = (version: number, naming = byVersion): ScopeContent => ({
  state: naming(version),
  knowledgeVersion: version,
  sections: 1,
  sops: [],
});

/** A database that answers when the scheduler says so, in any order, and instances of knowledge that search it. */
class World {
  private published = 1;
  private acknowledged = 1;
  private readonly instances: ScopeMemory[];
  readonly wrong: string[] = [];
  searches = 0;
  readings = 0;

  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly naming: Naming,
  ) {
    this.instances = [this.open(), this.open()];
  }

  private step<T>(label: string, value: () => T): Promise<T> {
    return this.scheduler.schedule(Promise.resolve(), label).then(value);
  }

  async publish(): Promise<void> {
    const version = await this.step('publication commits', () => (this.published += 1));
    await this.step('publication is acknowledged', () => {
      this.acknowledged = Math.max(this.acknowledged, version);
    });
  }

  async search(at: number): Promise<void> {
    const atLeast = this.acknowledged;
    const scope = await this.instances[at]!.of('booking');
    this.searches += 1;
    const { state, knowledgeVersion } = scope!;
    if (knowledgeVersion < atLeast) this.wrong.push(`${knowledgeVersion} < ${atLeast}`);
    if (state !== this.naming(knowledgeVersion)) this.wrong.push(`${state} is not of ${knowledgeVersion}`);
  }

  private open(): ScopeMemory {
    const states = async () => {
      const version = await this.step('the state is read', () => this.published);
      return this.step('the state arrives', () => new Map([['booking', this.naming(version)]]));
    };
    const scope = async () => {
      this.readings += 1;
      const version = await this.step('the scope is read', () => this.published);
      return this.step('the scope arrives', () => content(version, this.naming));
    };
    const onProblem = (problem: unknown): void => void this.wrong.push(String(problem));
    const gather = () => this.step('others ask as well', () => undefined);
    return new ScopeMemory({ states, scope }, { onProblem, gather });
  }
}

const actions = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({ kind: 'publish' as const }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('search' as const), instance: fc.nat(1) }) },
  ),
  { minLength: 4, maxLength: 20 },
);

const tally = { searches: 0, readings: 0 };

const neverStale = (naming: Naming) =>
  fc.asyncProperty(fc.scheduler(), actions, async (scheduler, plan) => {
    const world = new World(scheduler, naming);
    const begun: Promise<void>[] = [];
    const { task } = scheduler.scheduleSequence(
      plan.map((action) => ({
        label: action.kind,
        builder: async () => {
          await Promise.resolve();
          begun.push(action.kind === 'publish' ? world.publish() : world.search(action.instance));
        },
      })),
    );
    await scheduler.waitFor(task.then(() => Promise.all(begun)));
    tally.searches += world.searches;
    tally.readings += world.readings;
    expect(world.wrong).toEqual([]);
  });

describe('searches, publications and delays in any order', () => {
  it('never see less than a publication acknowledged before, nor a state that is not of what they see', async () => {
    await fc.assert(neverStale(byVersion), { numRuns: 1_000 });
    // Were everything read for each search, nothing would be proven.
    expect(tally.readings / tally.searches).toBeLessThan(0.8);
  });

  it('do, where all states have one name', async () => {
    const { failed } = await fc.check(
      neverStale(() => 'always the same'),
      { numRuns: 1_000 },
    );
    expect(failed).toBe(true);
  });
});

describe('the memory of scopes', () => {
  function open(change: Partial<ScopeSource> = {}) {
    const counted = { states: 0, scopes: 0 };
    const problems: unknown[] = [];
    const clock = new FakeClock();
    let version = 1;
    const source: ScopeSource = {
      states: () => {
        counted.states += 1;
        return Promise.resolve(new Map(Array.from({ length: 300 }, (_, n) => [`scope-${n}`, byVersion(version)])));
      },
      scope: () => {
        counted.scopes += 1;
        return Promise.resolve(content(version));
      },
      ...change,
    };
    const memory = new ScopeMemory(source, { onProblem: (problem) => problems.push(problem), clock });
    return { memory, counted, problems, clock, publish: () => (version += 1) };
  }

  it('reads one state for all who ask in one turn, and a scope once for each of its states', async () => {
    const { memory, counted, publish } = open();
    await Promise.all(Array.from({ length: 20 }, () => memory.of('scope-1')));
    expect(counted).toEqual({ states: 1, scopes: 1 });
    await memory.of('scope-1');
    expect(counted).toEqual({ states: 2, scopes: 1 });
    publish();
    expect((await memory.of('scope-1'))?.knowledgeVersion).toBe(2);
    expect(counted).toEqual({ states: 3, scopes: 2 });
  });

  it('has nothing of a scope that nothing was ever published in, and reads nothing of it', async () => {
    const { memory, counted } = open();
    expect(await memory.of('nobody')).toBeUndefined();
    expect(counted).toEqual({ states: 1, scopes: 0 });
  });

  it('remembers of a scope that is too large that it is', async () => {
    let read = 0;
    const large = { ...content(1), sections: 1_000_000, sops: undefined };
    const { memory } = open({ scope: () => Promise.resolve((read += 1)).then(() => large) });
    for (let time = 0; time < 3; time += 1) expect((await memory.of('scope-1'))?.sops).toBeUndefined();
    expect(read).toBe(1);
  });

  it('keeps no more than so many sections, and drops none for another', async () => {
    let read = 0;
    const scope = () => Promise.resolve((read += 1)).then(() => ({ ...content(1), sections: 1_999 }));
    const { memory } = open({ scope });
    for (let number = 0; number < 6; number += 1) expect((await memory.of(`scope-${number}`))?.sops).toBeDefined();
    expect((await memory.of('scope-0'))?.sops).toBeDefined();
    expect((await memory.of('scope-5'))?.sops).toBeUndefined();
    expect(read).toBe(6);
  });

  it('counts a scope once, however often it is read anew', async () => {
    let version = 1;
    const { memory, publish } = open({ scope: () => Promise.resolve({ ...content(version), sections: 6_000 }) });
    for (; version < 4; version = publish()) await memory.of('scope-1');
    await memory.of('scope-1');
    expect((await memory.of('scope-1'))?.sops).toBeDefined();
  });

  it.each(['states', 'scope'] as const)(
    'leaves searches to the database for a moment when it cannot read (%s)',
    async (what) => {
      let read = 0;
      const away = () => Promise.resolve((read += 1)).then(() => Promise.reject(new Error('away')));
      const { memory, problems, clock } = open({ [what]: away });
      expect(await Promise.all([memory.of('scope-1'), memory.of('scope-1')])).toEqual([undefined, undefined]);
      expect(await memory.of('scope-1')).toBeUndefined();
      expect({ read, problems }).toEqual({ read: 1, problems: [new Error('away')] });
      clock.advance(1_000);
      await memory.of('scope-1');
      expect(read).toBe(2);
    },
  );
});
