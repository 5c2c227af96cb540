import { fail, nextTurn, toFailure } from '#kernel';
import { collectGarbage } from '#platform/lifecycle';
import type { Logger } from '#platform/logging';
import {
  createRouter,
  type EmergencyJudgement,
  type Pause,
  type Rerouter,
  type RoutableManifest,
  type RouteContext,
  type Router,
} from '#routing';
import type { LabeledQuestion } from '../configure-assistant/labeled-questions.js';
import { compareRouters, placesOf } from '../configure-assistant/regression-gate.js';
import { resting } from '../turns.js';
import type { Corpora } from './corpora.js';
import { KnownDangers } from './known-dangers.js';
import { KnownRoutes, type KnownRoute } from './known-routes.js';
import type { RouterModels } from './router-models.js';
import { RouterTrainer, type Trained } from './router-trainer.js';
import type { LeftOut } from './settle-claims.js';

/** What is learned of an assistant; the hash is another one whenever that is. */
export interface Learnable {
  readonly manifest: RoutableManifest;
  readonly hash: string;
}

interface Learned extends Pick<Trained, 'router' | 'leftOut'> {
  readonly routes: KnownRoutes;
  readonly dangers: KnownDangers;
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
  private useProblem: string | null = null;
  private tellLearned: () => void = () => undefined;
  private readonly trainer: RouterTrainer;
  private readonly unlearned = createRouter({ manifests: [], offTopic: [] });

  /** @param questions what a router that was taught from use is held against; without them none is taught */
  constructor(
    corpora: Corpora,
    private readonly logger: Logger,
    models: RouterModels,
    private readonly questions: readonly LabeledQuestion[] = [],
  ) {
    this.trainer = new RouterTrainer(corpora, logger, models);
  }

  /** Learns these assistants soon; a later call before it begins replaces this one. */
  learn(assistants: readonly Learnable[]): void {
    this.wanted = assistants;
    if (this.learning) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.learnWanted(), settle);
  }

  /** @throws FailureError `unavailable` before the first router is learned, for anything but an emergency */
  route(query: string, context?: RouteContext): KnownRoute {
    if (this.current) return this.current.routes.route(query, context);
    const routed = this.unlearned.route(query, context);
    // What phrases alone tell of an emergency needs nothing that is learned.
    if (routed.emergency) return routed;
    throw stillLearning();
  }

  /** What `route` finds of danger, certain or suspected. */
  dangerIn(query: string): EmergencyJudgement | null {
    return (this.current?.dangers ?? this.unlearned).dangerIn(query);
  }

  /** @throws FailureError `unavailable` before the first router is learned */
  router(): Router {
    if (!this.current) throw stillLearning();
    return this.current.router;
  }

  /**
   * A router for these assistants that nobody uses yet, and is kept only by `keep`.
   * @param pause how it gives way to questions; at every turn of the loop where it is not said
   */
  prepare(manifests: readonly RoutableManifest[], pause?: Pause): Promise<Trained> {
    return this.trainer.train(manifests, this.current?.router ?? null, pause);
  }

  /**
   * The router as it would be with these assistants, soon. Where nothing else has to be learned it is just that; what a few
   * other examples do is estimated from the router in use; of anything more it is learned.
   * @throws FailureError `unavailable` before the first router is learned
   */
  async preview(
    manifests: readonly RoutableManifest[],
  ): Promise<{ readonly router: Rerouter; readonly estimated: boolean }> {
    const now = this.router();
    const estimated = await this.trainer.estimate(manifests, now);
    return estimated ?? { router: (await this.trainer.train(manifests, now)).router, estimated: false };
  }

  /** Calls back each time another router is in use. */
  onLearned(told: () => void): void {
    this.tellLearned = told;
  }

  /** For the next start, and for the other gateways. */
  keep(trained: Trained): Promise<void> {
    return this.trainer.keep(trained);
  }

  knows(hash: string): boolean {
    return this.current?.hashes.has(hash) ?? false;
  }

  /** What the router in use was not taught of an assistant, because it is somebody else's; null where there is nothing. */
  leftOut(assistant: string): LeftOut | null {
    return this.current?.leftOut.find((one) => one.assistant === assistant) ?? null;
  }

  /** Why the router in use was not taught what people said in use; null where it was, or there is nothing. */
  problemOfUse(): string | null {
    return this.useProblem;
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
    collectGarbage();
  }

  private async learnOnce(assistants: readonly Learnable[]): Promise<void> {
    const started = performance.now();
    try {
      await this.takeUp(assistants);
      this.problem = null;
      const milliseconds = Math.round(performance.now() - started);
      this.logger.info({ assistants: assistants.length, milliseconds }, 'router learned');
    } catch (error) {
      this.problem = toFailure(error).message;
      this.logger.error({ err: error }, 'the assistants could not be learned; the last good router goes on');
    }
  }

  /**
   * The router of these assistants, with what people said in use if the labeled questions do not lose by it, else without.
   * Nothing that was in use before counts, so that every gateway comes to the same router.
   */
  private async takeUp(assistants: readonly Learnable[]): Promise<void> {
    const manifests = assistants.map(({ manifest }) => manifest);
    const taught = manifests.some(({ fromUse = [] }) => fromUse.length > 0);
    // It passed when it was taken up, and whatever else is new of it was held against the questions by itself.
    const same = taught ? this.trainer.reconfigure(manifests, this.current?.router ?? null) : null;
    if (same) return this.use(same, assistants);
    const plain = await this.prepare(manifests.map((manifest) => ({ ...manifest, fromUse: [] })));
    if (!taught || !this.current || plain.made === 'reconfigured') this.use(plain, assistants);
    await this.keep(plain);
    if (taught) this.use((await this.passing(manifests, plain)) ?? plain, assistants);
    else this.useProblem = null;
  }

  /** The router that was taught from use; null, and the reason kept, where the labeled questions lose by it. */
  private async passing(manifests: readonly RoutableManifest[], plain: Trained): Promise<Trained | null> {
    if (this.questions.length === 0) {
      this.useProblem = 'There are no labeled questions to hold what was learned from use against.';
      return null;
    }
    const trained = await this.prepare(manifests, this.pauseBeside(plain));
    await this.keep(trained);
    const emergencies = manifests.flatMap(({ id, emergency }) => (emergency === true ? [id] : []));
    const [before, after] = [placesOf(plain.router), placesOf(trained.router)];
    const report = await compareRouters(this.questions, before, after, emergencies, {
      pause: this.pauseBeside(plain),
    });
    this.useProblem = report.passed
      ? null
      : `What was learned from use is left out: ${report.rightAfter} of ${report.questions} labeled questions would be right, and ${report.rightBefore} are.`;
    return report.passed ? trained : null;
  }

  /** Nobody waits for what was learned from use alone; for somebody's edit they do, also for one that comes meanwhile. */
  private pauseBeside(plain: Trained): Pause {
    const rest = resting();
    return () => (plain.made === 'learned' || this.wanted ? nextTurn() : rest());
  }

  private use({ router, leftOut }: Trained, assistants: readonly Learnable[]): void {
    for (const { assistant, examples } of leftOut)
      this.logger.warn({ assistant, examples: examples.slice(0, 10) }, 'examples that are claimed twice were left out');
    const unrouted = new Set(leftOut.flatMap(({ assistant, whole }) => (whole ? [assistant] : [])));
    const routed = assistants.filter(({ manifest: { id } }) => !unrouted.has(id));
    const hashes = new Set(routed.map(({ hash }) => hash));
    this.current = { router, routes: new KnownRoutes(router), dangers: new KnownDangers(router), leftOut, hashes };
    this.tellLearned();
  }
}

const stillLearning = () => fail('unavailable', 'The router is still learning its assistants.');
