import { fail, toFailure } from '#kernel';
import type { Logger } from '#platform/logging';
import {
  claimedTwice,
  createRouter,
  estimateRouter,
  fingerprintOfRouter,
  reconfigureRouter,
  restoreRouter,
  trainRouter,
  type Rerouter,
  type RoutableManifest,
  type Routed,
  type RouteContext,
  type Router,
  type RouterConfig,
} from '#routing';
import type { Corpora } from './corpora.js';
import { KnownRoutes } from './known-routes.js';
import type { RouterModels } from './router-models.js';

/** What is learned of an assistant; the hash is another one whenever that is. */
export interface Learnable {
  readonly manifest: RoutableManifest;
  readonly hash: string;
}

export interface Trained {
  readonly router: Router;
  /** Whether it was learned just now, and nobody has kept it. */
  readonly isNew: boolean;
}

interface Learned {
  readonly router: Router;
  readonly routes: KnownRoutes;
  readonly hashes: ReadonlySet<string>;
}

/** Milliseconds of quiet before learning begins, so that four assistants that start together are learned together. */
const settle = 150;

/** The router in use. It is learned anew in the background when the assistants change; until then the last good one goes on. */
export class RouterKeeper {
  private current: Learned | null = null;
  private wanted: readonly Learnable[] | null = null;
  private timer: NodeJS.Timeout | null = null;
  private learning = false;
  private problem: string | null = null;
  private tellLearned: () => void = () => undefined;
  private readonly unlearned = createRouter({ manifests: [], offTopic: [] });

  constructor(
    private readonly corpora: Corpora,
    private readonly logger: Logger,
    private readonly models: RouterModels,
  ) {}

  /** Learns these assistants soon; a later call before it begins replaces this one. */
  learn(assistants: readonly Learnable[]): void {
    this.wanted = assistants;
    if (this.learning) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.learnWanted(), settle);
  }

  /** @throws FailureError `unavailable` before the first router is learned, for anything but an emergency */
  route(query: string, context?: RouteContext): Routed {
    if (this.current) return this.current.routes.route(query, context);
    const routed = this.unlearned.route(query, context);
    // What phrases alone tell of an emergency needs nothing that is learned.
    if (routed.emergency) return routed;
    throw stillLearning();
  }

  /** @throws FailureError `unavailable` before the first router is learned */
  router(): Router {
    if (!this.current) throw stillLearning();
    return this.current.router;
  }

  /** A router for these assistants that nobody uses yet, and is kept only by `keep`. */
  prepare(manifests: readonly RoutableManifest[]): Promise<Trained> {
    return this.train(manifests);
  }

  /**
   * The router as it would be with these assistants, soon. Where nothing else has to be learned it is just that; what a few
   * other examples do is estimated from the router in use; of anything more it is learned.
   * @throws FailureError `unavailable` before the first router is learned
   */
  async preview(
    manifests: readonly RoutableManifest[],
  ): Promise<{ readonly router: Rerouter; readonly estimated: boolean }> {
    const config = this.configOf(manifests);
    const now = this.router();
    const same = reconfigureRouter(now, config);
    if (same) return { router: same, estimated: false };
    const estimated = await estimateRouter(now, config, () => new Promise((resolve) => setImmediate(resolve)));
    if (estimated) return { router: estimated, estimated: true };
    return { router: (await this.open(config)).router, estimated: false };
  }

  /** Calls back each time another router is in use. */
  onLearned(told: () => void): void {
    this.tellLearned = told;
  }

  knows(hash: string): boolean {
    return this.current?.hashes.has(hash) ?? false;
  }

  /** Throws while there is no router. */
  check(): void {
    if (!this.current) throw new Error(this.problem ?? 'no router is learned yet');
  }

  /** Throws when the newest assistants could not be learned, while an older router goes on. */
  checkNewest(): void {
    if (this.problem) throw new Error(this.problem);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.wanted = null;
  }

  private async learnWanted(): Promise<void> {
    this.learning = true;
    while (this.wanted) {
      const assistants = this.wanted;
      this.wanted = null;
      await this.learnOnce(assistants);
    }
    this.learning = false;
  }

  private async learnOnce(assistants: readonly Learnable[]): Promise<void> {
    const started = performance.now();
    try {
      const trained = await this.train(this.knownFirst(assistants));
      const { router } = trained;
      const hashes = new Set(assistants.map(({ hash }) => hash));
      this.current = { router, routes: new KnownRoutes(router), hashes };
      this.problem = null;
      const milliseconds = Math.round(performance.now() - started);
      this.logger.info({ assistants: assistants.length, milliseconds }, 'router learned');
      await this.keep(trained);
      this.tellLearned();
    } catch (error) {
      this.problem = toFailure(error).message;
      this.logger.error({ err: error }, 'the assistants could not be learned; the last good router goes on');
    }
  }

  /** Where two assistants claim the same example it stays with the one that was there before. */
  private knownFirst(assistants: readonly Learnable[]): RoutableManifest[] {
    const known = assistants.filter(({ hash }) => this.knows(hash));
    const others = assistants.filter(({ hash }) => !this.knows(hash));
    return [...known, ...others].map(({ manifest }) => manifest);
  }

  /**
   * One assistant's claim to an example of another's costs it the example, and nobody the router. In whichever order they
   * came, the same assistants make the same router.
   */
  private train(manifests: readonly RoutableManifest[]): Promise<Trained> {
    return this.open(this.configOf(manifests));
  }

  private configOf(manifests: readonly RoutableManifest[]): RouterConfig {
    const claimed = claimedTwice(manifests, this.corpora.offTopic);
    if (claimed.size > 0) this.logger.warn({ examples: [...claimed] }, 'examples that are claimed twice were left out');
    const kept = manifests.map((manifest) => withoutClaimed(manifest, claimed));
    const bare = kept.find(({ examples }) => examples.length === 0);
    if (bare) throw fail('invalid-request', `Every example of ${bare.id} belongs to somebody else.`);
    const offTopic = this.corpora.offTopic.filter((_, at) => !claimed.has(`offTopic.${at}`));
    return this.config(
      kept.sort((one, other) => (one.id < other.id ? -1 : 1)),
      offTopic,
    );
  }

  private config(manifests: readonly RoutableManifest[], offTopic: readonly string[]): RouterConfig {
    return {
      manifests,
      offTopic,
      ...(this.corpora.emergencies === undefined ? {} : { emergencies: this.corpora.emergencies }),
    };
  }

  /** The router in use with other phrases, or one that was kept, where one fits; else it is learned. */
  private async open(config: RouterConfig): Promise<Trained> {
    const fingerprint = fingerprintOfRouter(config);
    const same = this.current && reconfigureRouter(this.current.router, config, fingerprint);
    if (same) return { router: same, isNew: false };
    try {
      const kept = await this.models.load(fingerprint);
      if (kept) return { router: await restoreRouter(config, kept), isNew: false };
    } catch (error) {
      this.logger.warn({ err: error }, 'the kept router could not be taken up; it is learned anew');
    }
    return { router: await trainRouter(config), isNew: true };
  }

  /** For the next start, and for the other gateways; what was not learned just now is kept already. */
  async keep({ router, isNew }: Trained): Promise<void> {
    if (!isNew) return;
    await this.models.save(router.toJSON()).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'the router was not kept; the next start learns it again');
    });
  }
}

const stillLearning = () => fail('unavailable', 'The router is still learning its assistants.');

const withoutClaimed = (manifest: RoutableManifest, claimed: ReadonlySet<string>): RoutableManifest => ({
  ...manifest,
  examples: manifest.examples.filter((_, at) => !claimed.has(`${manifest.id}.examples.${at}`)),
});
