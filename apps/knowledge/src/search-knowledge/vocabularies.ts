import { LRUCache } from 'lru-cache';
import type { Database } from '#platform/database';
import { Vocabulary } from '../language/vocabulary.js';

/** The words of a scope, and the name of the state they were read in; absent where nothing was ever published in it. */
export interface ScopeWords {
  readonly vocabulary: Vocabulary;
  readonly state: string | undefined;
}

interface VocabularyRow {
  readonly version: number;
  readonly state: string | null;
  readonly sops: number;
  readonly frequencies: Record<string, number>;
}

/** Scopes whose words are kept in memory at once; nobody can make it grow by asking for scopes that do not exist. */
const scopesAtMost = 200;

/** The words of every scope that is searched, read when they are first needed and again when the scope has moved on. */
export class Vocabularies {
  private readonly known = new LRUCache<string, ScopeWords>({ max: scopesAtMost });
  private readonly reading = new Map<string, Promise<ScopeWords>>();

  constructor(private readonly database: Pick<Database, 'query'>) {}

  async of(assistant: string): Promise<ScopeWords> {
    return this.known.get(assistant) ?? this.read(assistant);
  }

  /** Reads the words anew, unless they are of this state already. */
  async refresh(assistant: string, state: string): Promise<void> {
    if (this.known.get(assistant)?.state !== state) await this.read(assistant);
  }

  /** The next search reads the words anew. */
  forget(assistant: string): void {
    this.known.delete(assistant);
  }

  private read(assistant: string): Promise<ScopeWords> {
    const running = this.reading.get(assistant);
    if (running) return running;
    const reading = this.load(assistant).finally(() => this.reading.delete(assistant));
    this.reading.set(assistant, reading);
    return reading;
  }

  private async load(assistant: string): Promise<ScopeWords> {
    const [row] = await this.database.query<VocabularyRow>(
      `select coalesce((select version from knowledge.scopes where assistant = $1), 0) as version,
         (select name from knowledge.states where assistant = $1) as state,
         (select count(*)::integer from knowledge.sops where assistant = $1) as sops,
         coalesce((select jsonb_object_agg(term, sops) from (
           select term, count(*) as sops from knowledge.sops, unnest(vocabulary) as term where assistant = $1 group by term
         ) as frequencies), '{}') as frequencies`,
      [assistant],
    );
    const { version, state, sops, frequencies } = row!;
    const vocabulary = new Vocabulary(version, sops, new Map(Object.entries(frequencies)));
    const words = { vocabulary, state: state ?? undefined };
    this.known.set(assistant, words);
    return words;
  }
}
