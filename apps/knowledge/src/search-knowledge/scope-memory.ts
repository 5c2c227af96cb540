import { Deadline, systemClock, type Clock } from '#kernel';
import type { Database } from '#platform/database';
import { SharedReading } from '#platform/shared-reading';
import type { KnowledgeStates } from './knowledge-states.js';
import { readScope, type ScopeContent } from './scope-content.js';

/** Where scopes and the names of their states are read; each time as they are then. */
export interface ScopeSource {
  /** What the database calls the states, by assistant. */
  readonly states: () => Promise<ReadonlyMap<string, string>>;
  readonly scope: (assistant: string) => Promise<ScopeContent>;
}

export interface ScopeMemoryOptions {
  readonly onProblem: (problem: unknown) => void;
  readonly clock?: Clock;
  readonly gather?: () => Promise<void>;
}

/** Comparing a larger one in this process would keep everybody waiting longer than a server with sessions to spare. */
export const sectionsAtMost = 2_000;
/**
 * Sections of all scopes together, of some 10 KB each. What does not fit beside the others is left to the database: were one
 * dropped for the next, a few scopes too many would have every search read one whole.
 */
const sectionsInAll = 10_000;
/** Milliseconds a search waits to be told which state its scope is in, and for the scope to be read. */
const stateWithin = 400;
const scopeWithin = 1_000;
/** Milliseconds that nothing is read after a reading failed. */
const rest = 250;

/**
 * Small scopes as searches need them, each kept for as long as it is in the state it was read in. Which state that is, is
 * read after the search came, so that a publication acknowledged before is seen.
 */
export class ScopeMemory {
  private readonly known = new Map<string, ScopeContent>();
  private readonly reading = new Map<string, Promise<ScopeContent | undefined>>();
  private readonly states: SharedReading<ReadonlyMap<string, string> | undefined>;
  private readonly clock: Clock;
  private restsUntil = 0;

  constructor(
    private readonly source: ScopeSource,
    private readonly options: ScopeMemoryOptions,
  ) {
    this.clock = options.clock ?? systemClock;
    this.states = new SharedReading(() => this.tried(source.states), options.gather);
  }

  static over(
    database: Pick<Database, 'query'>,
    states: KnowledgeStates,
    onProblem: (problem: unknown) => void,
  ): ScopeMemory {
    return new ScopeMemory(
      {
        states: () => states.names({ deadline: Deadline.in(stateWithin) }),
        scope: (assistant) => readScope(database, assistant, sectionsAtMost, { deadline: Deadline.in(scopeWithin) }),
      },
      { onProblem },
    );
  }

  /**
   * A scope as it was at a moment after this was called; absent, or without its SOPs, where the database has to be asked:
   * nothing was ever published in it, it is too large, or it could not be read.
   */
  async of(assistant: string): Promise<ScopeContent | undefined> {
    if (this.clock.now() < this.restsUntil) return undefined;
    const underWay = this.reading.get(assistant);
    const state = (await this.states.now())?.get(assistant);
    if (state === undefined) return undefined;
    for (;;) {
      const known = this.known.get(assistant);
      if (known?.state === state) return known;
      const reading = this.reading.get(assistant) ?? this.read(assistant);
      const scope = await reading;
      // What began before this was asked for may be older than what was published before it.
      if (reading !== underWay || scope?.state === state) return scope;
    }
  }

  /** One at a time, so that what is kept is never replaced by what is older. */
  private read(assistant: string): Promise<ScopeContent | undefined> {
    const reading = this.tried(() => this.source.scope(assistant))
      .then((scope) => {
        if (scope) this.known.set(assistant, this.hasRoomFor(assistant, scope) ? scope : { ...scope, sops: undefined });
        return scope;
      })
      .finally(() => this.reading.delete(assistant));
    this.reading.set(assistant, reading);
    return reading;
  }

  private hasRoomFor(assistant: string, { sections }: ScopeContent): boolean {
    let taken = 0;
    for (const [other, { sops, sections: kept }] of this.known) if (sops && other !== assistant) taken += kept;
    return taken + sections <= sectionsInAll;
  }

  private async tried<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (problem) {
      this.restsUntil = this.clock.now() + rest;
      this.options.onProblem(problem);
      return undefined;
    }
  }
}
