import { nextTurn } from '#kernel';
import type { Logger } from '#platform/logging';
import {
  estimateRouter,
  fingerprintOfRouter,
  reconfigureRouter,
  restoreRouter,
  trainRouter,
  type Pause,
  type Rerouter,
  type RoutableManifest,
  type Router,
  type RouterConfig,
} from '#routing';
import type { Corpora } from './corpora.js';
import type { RouterModels } from './router-models.js';
import { settleClaims, type LeftOut, type Settled } from './settle-claims.js';

export interface Trained {
  readonly router: Router;
  /** The one in use with other phrases, one that was kept, or one that was learned just now and that nobody has kept. */
  readonly made: 'reconfigured' | 'restored' | 'learned';
  readonly leftOut: readonly LeftOut[];
}

/** Makes routers of assistants: in whichever order they come, the same assistants make the same router. */
export class RouterTrainer {
  constructor(
    private readonly corpora: Corpora,
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly models: RouterModels,
  ) {}

  /** The router in use with the phrases of these assistants; null where it was learned from other examples. */
  reconfigure(manifests: readonly RoutableManifest[], inUse: Router | null): Trained | null {
    const settled = settleClaims(manifests, this.corpora.offTopic);
    const router = inUse && reconfigureRouter(inUse, this.configOf(settled));
    return router && { router, made: 'reconfigured', leftOut: settled.leftOut };
  }

  /** What these assistants would be routed by, where it can be told without learning; null where it cannot. */
  async estimate(
    manifests: readonly RoutableManifest[],
    inUse: Router,
  ): Promise<{ readonly router: Rerouter; readonly estimated: boolean } | null> {
    const config = this.configOf(settleClaims(manifests, this.corpora.offTopic));
    const same = reconfigureRouter(inUse, config);
    if (same) return { router: same, estimated: false };
    const estimated = await estimateRouter(inUse, config, nextTurn);
    return estimated && { router: estimated, estimated: true };
  }

  /**
   * The router in use with other phrases, or one that was kept, where one fits; else it is learned. One assistant's claim to
   * an example of another's costs it the example, and nobody the router.
   * @param pause how it gives way
   */
  async train(manifests: readonly RoutableManifest[], inUse: Router | null, pause: Pause = nextTurn): Promise<Trained> {
    const settled = settleClaims(manifests, this.corpora.offTopic);
    const { leftOut } = settled;
    const config = this.configOf(settled);
    const fingerprint = fingerprintOfRouter(config);
    const same = inUse && reconfigureRouter(inUse, config, fingerprint);
    if (same) return { router: same, made: 'reconfigured', leftOut };
    try {
      const kept = await this.models.load(fingerprint);
      if (kept) return { router: await restoreRouter(config, kept, pause), made: 'restored', leftOut };
    } catch (error) {
      this.logger.warn({ err: error }, 'the kept router could not be taken up; it is learned anew');
    }
    return { router: await trainRouter(config, pause), made: 'learned', leftOut };
  }

  /** For the next start, and for the other gateways; what was not learned just now is kept already. */
  async keep({ router, made }: Trained): Promise<void> {
    if (made !== 'learned') return;
    await this.models.save(router.toJSON()).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'the router was not kept; the next start learns it again');
    });
  }

  private configOf({ manifests, offTopic }: Settled): RouterConfig {
    const { emergencies } = this.corpora;
    return { manifests, offTopic, ...(emergencies === undefined ? {} : { emergencies }) };
  }
}
