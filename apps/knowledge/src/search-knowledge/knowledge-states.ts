import { createHash } from 'node:crypto';
import type { Database } from '#platform/database';
import type { Deadline } from '#kernel';

interface StateRow {
  readonly assistant: string;
  readonly name: string;
}

/**
 * The names of what searches go by. A name stands for what is published and indexed, which the database names anew in the
 * transaction that changes it, and for the release that searches it, so that two of them side by side have two names for it.
 */
export class KnowledgeStates {
  private readonly method: string;

  /**
   * @param release the code that searches, as `releaseOf` names it
   * @param made what the index and the questions are read by: the ids of the embedder and of the analyzer
   */
  constructor(
    private readonly database: Pick<Database, 'query'>,
    release: string,
    made: readonly string[],
  ) {
    const method = JSON.stringify([release, made]);
    this.method = createHash('sha256').update(method).digest('hex').slice(0, 12);
  }

  /** @param name what the database calls the state of a scope */
  nameOf(name: string): string {
    return `${name}.${this.method}`;
  }

  /** Of every scope that something was ever published in, as they are now. */
  async read(options: { readonly deadline?: Deadline } = {}): Promise<Record<string, string>> {
    const names = await this.names(options);
    return Object.fromEntries([...names].map(([assistant, name]) => [assistant, this.nameOf(name)]));
  }

  /** What the database calls the states, by assistant. */
  async names(options: { readonly deadline?: Deadline } = {}): Promise<Map<string, string>> {
    const rows = await this.database.query<StateRow>('select assistant, name from knowledge.states', [], {
      ...options,
      name: 'knowledge-states',
    });
    return new Map(rows.map(({ assistant, name }) => [assistant, name]));
  }
}
