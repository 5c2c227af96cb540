import { createHash } from 'node:crypto';
import { systemClock, type Clock } from '#kernel';
import { VersionConflict } from '#event-store';
import type { Logger } from '#platform/logging';
import type { RoutableManifest } from '#routing';
import type { AssistantDirectory } from '../assistants/assistant-directory.js';
import type { RouterKeeper } from '../assistants/router-keeper.js';
import type { LabeledQuestion } from '../configure-assistant/labeled-questions.js';
import { compareRouters, placesOf } from '../configure-assistant/regression-gate.js';
import { resting } from '../turns.js';
import type { ExampleList } from './example-list.js';
import type { LearnedExamples } from './learned-examples.js';
import type { LearningLog } from './learning-log.js';

export interface LearningParts {
  readonly log: Pick<LearningLog, 'standing' | 'learn' | 'refuse'>;
  readonly list: Pick<ExampleList, 'wanted'>;
  readonly learned: Pick<LearnedExamples, 'all' | 'recorded'>;
  readonly directory: Pick<AssistantDirectory, 'routables'>;
  readonly router: Pick<RouterKeeper, 'prepare' | 'keep'>;
  readonly questions: readonly LabeledQuestion[];
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** How often a gateway looks whether it is time, within the time between two attempts. */
const looksPerTurn = 10;

/** What an attempt came to; `nothing` where there was nothing new, or somebody else was faster. */
export type Attempt = 'learned' | 'refused' | 'nothing';

/**
 * Teaches the router, every so often, the questions that people agree on. What passes the labeled questions is recorded, and
 * every gateway takes up what is recorded; what does not is recorded too, and not tried again until something is different.
 */
export class LearnFromUse {
  private timer: NodeJS.Timeout | undefined;
  private attempt: Promise<Attempt> | null = null;
  private triedAt = 0;

  /** @param everyMs milliseconds between two attempts of all gateways together; 0 for never */
  constructor(
    private readonly parts: LearningParts,
    private readonly everyMs: number,
    private readonly clock: Clock = systemClock,
  ) {}

  start(): void {
    if (this.everyMs === 0) return;
    this.timer = setInterval(() => void this.learnIfDue(), Math.max(1000, this.everyMs / looksPerTurn));
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Learns unless this gateway tried, or any gateway learned, within the last while. */
  async learnIfDue(): Promise<void> {
    try {
      if (this.clock.now() - this.triedAt < this.everyMs) return;
      const { triedAt } = await this.parts.log.standing();
      if (this.clock.now() - triedAt < this.everyMs) return;
      this.triedAt = this.clock.now();
      await this.learnNow();
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'nothing was learned from use this time');
    }
  }

  /** One attempt at a time; whoever asks during one waits for it. */
  learnNow(): Promise<Attempt> {
    this.attempt ??= this.learn().finally(() => (this.attempt = null));
    return this.attempt;
  }

  private async learn(): Promise<Attempt> {
    const { log, list, learned, directory, questions } = this.parts;
    // What cannot be checked is not learned.
    if (questions.length === 0) return 'nothing';
    const standing = await log.standing();
    const wanted = await list.wanted();
    const isNew = !sameExamples(wanted, Object.fromEntries(learned.all()));
    if (!isNew && standing.refused === null) return 'nothing';
    const plain = directory.routables().map((manifest) => ({ ...manifest, fromUse: [] }));
    const digest = digestOf(wanted, plain);
    if (standing.refused?.digest === digest) return 'nothing';
    return this.tryThem(plain, wanted, digest, standing);
  }

  private async tryThem(
    plain: readonly RoutableManifest[],
    wanted: Record<string, string[]>,
    digest: string,
    standing: Awaited<ReturnType<LearningLog['standing']>>,
  ): Promise<Attempt> {
    const { log, learned, router, questions, logger } = this.parts;
    const before = await router.prepare(plain, resting());
    const taught = plain.map((manifest) => ({ ...manifest, fromUse: wanted[manifest.id] ?? [] }));
    const after = await router.prepare(taught, resting());
    const emergencies = plain.flatMap(({ id, emergency }) => (emergency === true ? [id] : []));
    const [one, other] = [placesOf(before.router), placesOf(after.router)];
    const report = await compareRouters(questions, one, other, emergencies, { pause: resting() });
    const { passed, rightBefore, rightAfter } = report;
    try {
      if (passed) {
        await router.keep(after);
        await log.learn(standing, wanted, report);
      } else await log.refuse(standing, wanted, digest, report);
    } catch (error) {
      if (error instanceof VersionConflict) return 'nothing';
      throw error;
    }
    const examples = Object.values(wanted).flat().length;
    logger.info({ examples, passed, rightBefore, rightAfter }, 'the router was taught from use');
    await learned.recorded();
    return passed ? 'learned' : 'refused';
  }
}

const withTexts = (examples: Readonly<Record<string, readonly string[]>>): string =>
  JSON.stringify(
    Object.entries(examples)
      .filter(([, texts]) => texts.length > 0)
      .map(([id, texts]) => [id, texts.toSorted()] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

const sameExamples = (
  one: Readonly<Record<string, readonly string[]>>,
  other: Readonly<Record<string, readonly string[]>>,
): boolean => withTexts(one) === withTexts(other);

/** Another text whenever the questions are others, or the assistants that they are tried with. */
function digestOf(wanted: Record<string, string[]>, assistants: readonly RoutableManifest[]): string {
  const sorted = assistants.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return createHash('sha256').update(withTexts(wanted)).update(JSON.stringify(sorted)).digest('hex').slice(0, 32);
}
