import { LRUCache } from 'lru-cache';
import { KeptTexts, type Database } from '#platform/database';
import { collectGarbage } from '#platform/lifecycle';
import {
  fingerprintOfClasses,
  trainClassifier,
  type SemanticModelJson,
  type TextClass,
  type TextClassifier,
} from '#routing';
import { classifiersTable } from '../storage/migrations.js';

/** What of a scope a classifier was learned from. */
interface Origin {
  /** Counts the publications; what was repaired or indexed anew has the version it had. */
  readonly version: number;
  /** The name of the scope's state; absent where nothing was ever published in it. */
  readonly state: string | undefined;
}

interface Learned extends Origin {
  /** By what it was learned, and from what. */
  readonly fingerprint: string;
  readonly classifier: TextClassifier;
}

/** What a search may go by. */
export interface Taught {
  /** Of this version of the scope; absent where there is none yet. */
  readonly classifier: TextClassifier | undefined;
  /** Whether it is of this state as well: only then does the same search find the same again. */
  readonly settled: boolean;
}

interface ScopeRow {
  readonly version: number;
  readonly state: string | null;
  readonly sops: readonly TextClass[] | null;
}

const scopesAtMost = 200;
/** Two releases side by side keep what each of them learned. */
const keptAtMost = 2;

/**
 * Tells which SOP of a scope a question is for, learned from titles, headings and what people ask each by. It is learned in
 * the background, anew for every state of the scope that holds other SOPs; a search never goes by what an older version taught.
 */
export class SopClassifiers {
  private readonly known = new LRUCache<string, Learned>({ max: scopesAtMost });
  private readonly learning = new Map<string, Promise<void>>();
  private begun: Promise<readonly string[]> | undefined;
  private settled = false;
  private readonly texts: KeptTexts;
  private keeping: Promise<void> = Promise.resolve();

  /** @param release the code that learns, as `releaseOf` names it: what another one has learned is not taken up */
  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly release: string,
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

  /** What was learned of this version of a scope; where it is not of this state, it is learned for the searches after this one. */
  of(assistant: string, { version, state }: Origin): Taught {
    const known = this.known.get(assistant);
    const settled = known?.version === version && known.state === state;
    if (!settled) void this.learn(assistant);
    return { classifier: known?.version === version ? known.classifier : undefined, settled };
  }

  private async learnAll(): Promise<readonly string[]> {
    try {
      const scopes = await this.database.query<{ assistant: string }>(
        'select assistant from knowledge.scopes order by assistant',
      );
      for (const { assistant } of scopes) await this.learn(assistant);
      collectGarbage();
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
         (select name from knowledge.states where assistant = $1) as state,
         (select jsonb_agg(jsonb_build_object('id', s.id, 'texts', to_jsonb(s.asks || s.title || array(
           select c.heading from knowledge.chunks c where c.sop = s.id order by c.ordinal))) order by s.id)
          from knowledge.sops s where s.assistant = $1) as sops`,
      [assistant],
    );
    const classes = row!.sops ?? [];
    const origin = { version: row!.version, state: row!.state ?? undefined };
    const fingerprint = `${fingerprintOfClasses(classes)}.${this.release}`;
    const known = this.known.get(assistant);
    if (known?.fingerprint === fingerprint) {
      this.known.set(assistant, { ...known, ...origin });
      return;
    }
    const kept = await this.restore(assistant, classes, fingerprint);
    const classifier = kept ?? (await trainClassifier(classes));
    this.known.set(assistant, { ...origin, fingerprint, classifier });
    if (!kept) this.keepLater(assistant, classifier, fingerprint);
  }

  /** What was kept of just these classes; where it cannot be read, it is learned anew and kept again. */
  private async restore(
    assistant: string,
    classes: readonly TextClass[],
    fingerprint: string,
  ): Promise<TextClassifier | undefined> {
    try {
      const kept = await this.texts.load(assistant, fingerprint);
      return kept === undefined ? undefined : await trainClassifier(classes, JSON.parse(kept) as SemanticModelJson);
    } catch (error) {
      this.onProblem(error);
      return undefined;
    }
  }

  /** Nobody waits for it: what was learned is in use already, and what is not kept is learned again at the next start. */
  private keepLater(assistant: string, classifier: TextClassifier, fingerprint: string): void {
    const turn = Promise.allSettled([this.keeping, this.begun]);
    this.keeping = turn.then(() => this.keep(assistant, classifier, fingerprint)).catch(this.onProblem);
  }

  private async keep(assistant: string, classifier: TextClassifier, fingerprint: string): Promise<void> {
    const model = classifier.toJSON();
    if (model) await this.texts.save(assistant, fingerprint, JSON.stringify(model), keptAtMost);
  }
}
