import { LRUCache } from 'lru-cache';
import type { Database } from '#platform/database';
import { Vocabulary } from '../language/vocabulary.js';

interface VocabularyRow {
  readonly version: number;
  readonly sops: number;
  readonly frequencies: Record<string, number>;
}

/** Scopes whose words are kept in memory at once; nobody can make it grow by asking for scopes that do not exist. */
const scopesAtMost = 200;

/** The words of every scope that is searched, read when they are first needed and again when the scope has moved on. */
export class Vocabularies {
  private readonly known = new LRUCache<string, Vocabulary>({ max: scopesAtMost });
  private readonly reading = new Map<string, Promise<Vocabulary>>();

  constructor(private readonly database: Pick<Database, 'query'>) {}

  async of(assistant: string): Promise<Vocabulary> {
    return this.known.get(assistant) ?? this.read(assistant);
  }

  /** Reads the words anew, unless they are of this version already. */
  async refresh(assistant: string, version: number): Promise<void> {
    if ((this.known.get(assistant)?.version ?? -1) < version) await this.read(assistant);
  }

  /** The next search reads the words anew. */
  forget(assistant: string): void {
    this.known.delete(assistant);
  }

  private read(assistant: string): Promise<Vocabulary> {
    const running = this.reading.get(assistant);
    if (running) return running;
    const reading = this.load(assistant).finally(() => this.reading.delete(assistant));
    this.reading.set(assistant, reading);
    return reading;
  }

  private async load(assistant: string): Promise<Vocabulary> {
    const [row] = await this.database.query<VocabularyRow>(
      `select coalesce((select version from knowledge.scopes where assistant = $1), 0) as version,
         (select count(*)::integer from knowledge.sops where assistant = $1) as sops,
         coalesce((select jsonb_object_agg(term, sops) from (
           select term, count(*) as sops from knowledge.sops, unnest(vocabulary) as term where assistant = $1 group by term
         ) as frequencies), '{}') as frequencies`,
      [assistant],
    );
    const { version, sops, frequencies } = row!;
    const vocabulary = new Vocabulary(version, sops, new Map(Object.entries(frequencies)));
    this.known.set(assistant, vocabulary);
    return vocabulary;
  }
}
