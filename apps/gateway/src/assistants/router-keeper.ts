import type { Manifest } from '#contracts';
import { fail, toFailure } from '#kernel';
import type { Logger } from '#platform/logging';
import { restoreRouter, trainRouter, type Routed, type Router, type RouterConfig } from '#routing';
import type { RouterModels } from './router-models.js';

interface Learned {
  readonly router: Router;
  readonly hashes: ReadonlySet<string>;
}

/** Milliseconds of quiet before learning begins, so that four assistants that start together are learned together. */
const settle = 150;

/** The router in use. It is learned anew in the background when the assistants change; until then the last good one goes on. */
export class RouterKeeper {
  private current: Learned | null = null;
  private wanted: readonly { manifest: Manifest; hash: string }[] | null = null;
  private timer: NodeJS.Timeout | null = null;
  private learning = false;
  private problem: string | null = null;

  constructor(
    private readonly offTopic: readonly string[],
    private readonly logger: Logger,
    private readonly models: RouterModels,
  ) {}

  /** Learns these assistants soon; a later call before it begins replaces this one. */
  learn(assistants: readonly { manifest: Manifest; hash: string }[]): void {
    this.wanted = assistants;
    if (this.learning) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.learnWanted(), settle);
  }

  /** @throws FailureError `unavailable` before the first router is learned */
  route(query: string): Routed {
    if (!this.current) throw fail('unavailable', 'The router is still learning its assistants.');
    return this.current.router.route(query);
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

  private async learnOnce(assistants: readonly { manifest: Manifest; hash: string }[]): Promise<void> {
    const started = performance.now();
    try {
      const router = await this.train(this.knownFirst(assistants));
      this.current = { router, hashes: new Set(assistants.map(({ hash }) => hash)) };
      this.problem = null;
      const milliseconds = Math.round(performance.now() - started);
      this.logger.info({ assistants: assistants.length, milliseconds }, 'router learned');
    } catch (error) {
      this.problem = toFailure(error).message;
      this.logger.error({ err: error }, 'the assistants could not be learned; the last good router goes on');
    }
  }

  /** Where two assistants claim the same example it stays with the one that was there before. */
  private knownFirst(assistants: readonly { manifest: Manifest; hash: string }[]): Manifest[] {
    const known = assistants.filter(({ hash }) => this.knows(hash));
    const others = assistants.filter(({ hash }) => !this.knows(hash));
    return [...known, ...others].map(({ manifest }) => manifest);
  }

  /** One assistant's claim to an example of another's costs it the example, and nobody the router. */
  private async train(manifests: readonly Manifest[]): Promise<Router> {
    try {
      return await this.open({ manifests, offTopic: this.offTopic });
    } catch (error) {
      const claimed = new Set((toFailure(error).places ?? []).map(({ path }) => path));
      const kept = manifests.map((manifest) => withoutClaimed(manifest, claimed));
      const offTopic = this.offTopic.filter((_, at) => !claimed.has(`offTopic.${at}`));
      if (claimed.size === 0 || kept.some(({ examples }) => examples.length === 0)) throw error;
      this.logger.warn({ err: error, examples: [...claimed] }, 'examples that are claimed twice were left out');
      return this.open({ manifests: kept, offTopic });
    }
  }

  /** A router that was kept, where one fits; else it is learned, and kept for the next start. */
  private async open(config: RouterConfig): Promise<Router> {
    const kept = await this.models.load().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'no router could be read from the database; it is learned');
      return [];
    });
    for (const model of kept) {
      try {
        return restoreRouter(config, model);
      } catch (error) {
        this.logger.debug({ err: error }, 'a kept router is of other assistants');
      }
    }
    const router = await trainRouter(config);
    await this.models.save(router.toJSON()).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'the router was not kept; the next start learns it again');
    });
    return router;
  }
}

const withoutClaimed = (manifest: Manifest, claimed: ReadonlySet<string>): Manifest => ({
  ...manifest,
  examples: manifest.examples.filter((_, at) => !claimed.has(`${manifest.id}.examples.${at}`)),
});
