import type { Ask } from '#contracts';
import { ok, type Result } from '#kernel';
import type { Call } from '#platform/messaging';
import type { Knowledge, Looked } from './find-material.js';

/** What of a state's name stands for what is published; the rest is how it is searched, and may differ between two releases. */
const published = (state: string | undefined): string | undefined => state?.split('.')[0];

/**
 * Knowledge as one answer sees it: everything that is looked up for it has to be of one state, or it would be half of what
 * was published and half of what it replaced.
 */
export class OneState implements Knowledge {
  private readonly states = new Set<string | undefined>();
  private settled = true;
  private first: Promise<Result<Looked>> | undefined;
  /** Whether something was found in another state, and dropped. */
  leftOut = false;

  /** @param insists drops what was found in another state than the first search saw */
  constructor(
    private readonly knowledge: Knowledge,
    private readonly insists: boolean,
  ) {}

  async search(query: string, ask: Ask, call: Call, sops?: readonly string[]): Promise<Result<Looked>> {
    const searching = this.knowledge.search(query, ask, call, sops);
    this.first ??= searching;
    const looked = await searching;
    if (!looked.ok) {
      this.settled = false;
      return looked;
    }
    const first = await this.first;
    if (this.insists && first.ok && published(first.value.state) !== published(looked.value.state)) {
      this.settled = false;
      this.leftOut = true;
      return ok({ ...looked.value, passages: [] });
    }
    this.states.add(looked.value.state);
    this.settled &&= looked.value.settled === true;
    return looked;
  }

  /** Whether searches saw different states. */
  get mixed(): boolean {
    return new Set([...this.states].map(published)).size > 1;
  }

  /** The state that everything was found in; undefined where there is none, or the same search may find something else. */
  get name(): string | undefined {
    const [state] = this.states;
    return this.settled && this.states.size === 1 ? state : undefined;
  }
}
