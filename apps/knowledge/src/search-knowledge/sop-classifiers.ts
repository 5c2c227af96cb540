import { LRUCache } from 'lru-cache';
import { KeptTexts, type Database } from '#platform/database';
import {
  fingerprintOfClasses,
  trainClassifier,
  type SemanticModelJson,
  type TextClass,
  type TextClassifier,
} from '#routing';
import { classifiersTable } from '../storage/migrations.js';

interface Learned {
  /** The scope's version it was learned from. */
  readonly version: number;
  readonly classifier: TextClassifier;
}

interface ScopeRow {
  readonly version: number;
  readonly sops: readonly TextClass[] | null;
}

const scopesAtMost = 200;

/**
 * Tells which SOP of a scope a question is for, learned from titles, headings and what people ask each by. It is learned in
 * the background, anew for every version of the scope; a search never goes by one that an older version taught.
 */
export class SopClassifiers {
  private readonly known = new LRUCache<string, Learned>({ max: scopesAtMost });
  private readonly learning = new Map<string, Promise<void>>();
  private begun: Promise<readonly string[]> | undefined;
  private settled = false;
  private readonly texts: KeptTexts;
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly onProblem: (problem: unknown) => void,
  ) {
    this.texts = new KeptTexts(database, classifiersTable);
  }

  /** Learns every scope there is, and says which they are once each was learned, or could not be. */
  start(): Promise<readonly string[]> {
    this.begun ??= this.learnAll().finally(() => (this.settled = true));
    return this.begun;
  }

  /** For readiness: throws until every scope that was there at the start was learned, or could not be. */
  check(): void {
    if (!this.settled) throw new Error('It is still learning how people ask.');
  }

  /** The classifier of this version of a scope; where there is none, it is learned for the searches after this one. */
  of(assistant: string, version: number): TextClassifier | undefined {
    const known = this.known.get(assistant);
    if (known?.version === version) return known.classifier;
    void this.learn(assistant);
    return undefined;
  }

  private async learnAll(): Promise<readonly string[]> {
    try {
      const scopes = await this.database.query<{ assistant: string }>(
        'select assistant from knowledge.scopes order by assistant',
      );
      for (const { assistant } of scopes) await this.learn(assistant);
      return scopes.map(({ assistant }) => assistant);
    } catch (error) {
      this.onProblem(error);
      return [];
    }
  }

  private learn(assistant: string): Promise<void> {
    const running = this.learning.get(assistant);
    if (running) return running;
    const learning = this.load(assistant)
      .catch(this.onProblem)
      .finally(() => this.learning.delete(assistant));
    this.learning.set(assistant, learning);
    return learning;
  }

  private async load(assistant: string): Promise<void> {
    const [row] = await this.database.query<ScopeRow>(
      `select coalesce((select version from knowledge.scopes where assistant = $1), 0) as version,
         (select jsonb_agg(jsonb_build_object('id', s.id, 'texts', to_jsonb(s.asks || s.title || array(
           select c.heading from knowledge.chunks c where c.sop = s.id order by c.ordinal))) order by s.id)
          from knowledge.sops s where s.assistant = $1) as sops`,
      [assistant],
    );
    const { version, sops } = row!;
    const classes = sops ?? [];
    const kept = await this.restore(assistant, classes);
    const classifier = kept ?? (await trainClassifier(classes));
    this.known.set(assistant, { version, classifier });
    if (!kept) this.keepLater(assistant, classifier);
  }

  /** What was kept of just these classes; where it cannot be read, it is learned anew and kept again. */
  private async restore(assistant: string, classes: readonly TextClass[]): Promise<TextClassifier | undefined> {
    try {
      const kept = await this.texts.load(assistant, fingerprintOfClasses(classes));
      return kept === undefined ? undefined : await trainClassifier(classes, JSON.parse(kept) as SemanticModelJson);
    } catch (error) {
      this.onProblem(error);
      return undefined;
    }
  }

  /** Nobody waits for it: what was learned is in use already, and what is not kept is learned again at the next start. */
  private keepLater(assistant: string, classifier: TextClassifier): void {
    const turn = Promise.allSettled([this.keeping, this.begun]);
    this.keeping = turn.then(() => this.keep(assistant, classifier)).catch(this.onProblem);
  }

  private async keep(assistant: string, classifier: TextClassifier): Promise<void> {
    const model = classifier.toJSON();
    if (model) await this.texts.save(assistant, model.fingerprint, JSON.stringify(model), 1);
  }
}
