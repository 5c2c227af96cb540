import { LRUCache } from 'lru-cache';
import type { Database } from '#platform/database';
import { trainClassifier, type SemanticModelJson, type TextClass, type TextClassifier } from '#routing';

interface Learned {
  /** The scope's version it was learned from. */
  readonly version: number;
  readonly classifier: TextClassifier;
}

interface ScopeRow {
  readonly version: number;
  readonly sops: readonly TextClass[] | null;
  readonly kept: SemanticModelJson | null;
}

const scopesAtMost = 200;

/**
 * Tells which SOP of a scope a question is for, learned from titles, headings and what people ask each by. It is learned in
 * the background, anew for every version of the scope; a search never goes by one that an older version taught.
 */
export class SopClassifiers {
  private readonly known = new LRUCache<string, Learned>({ max: scopesAtMost });
  private readonly learning = new Map<string, Promise<void>>();
  private begun: Promise<unknown> | undefined;
  private settled = false;
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly onProblem: (problem: unknown) => void,
  ) {}

  /** Learns every scope there is. */
  start(): void {
    this.begun ??= this.learnAll().finally(() => (this.settled = true));
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

  private async learnAll(): Promise<void> {
    try {
      const scopes = await this.database.query<{ assistant: string }>(
        'select assistant from knowledge.scopes order by assistant',
      );
      for (const { assistant } of scopes) await this.learn(assistant);
    } catch (error) {
      this.onProblem(error);
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
          from knowledge.sops s where s.assistant = $1) as sops,
         (select model from knowledge.classifiers where assistant = $1) as kept`,
      [assistant],
    );
    const { version, sops, kept } = row!;
    const classifier = await trainClassifier(sops ?? [], kept ?? undefined);
    this.known.set(assistant, { version, classifier });
    if (classifier.fingerprint !== kept?.fingerprint) this.keepLater(assistant, classifier);
  }

  /** Nobody waits for it: what was learned is in use already, and what is not kept is learned again at the next start. */
  private keepLater(assistant: string, classifier: TextClassifier): void {
    const begun = this.begun ?? Promise.resolve();
    this.keeping = this.keeping
      .then(() => begun)
      .then(() => this.keep(assistant, classifier))
      .catch(this.onProblem);
  }

  private async keep(assistant: string, classifier: TextClassifier): Promise<void> {
    const model = classifier.toJSON();
    if (!model) return;
    await this.database.query(
      `insert into knowledge.classifiers (assistant, model) values ($1, $2::jsonb)
       on conflict (assistant) do update set model = excluded.model`,
      [assistant, JSON.stringify(model)],
    );
  }
}
