import type { Logger } from '#platform/logging';
import type { RouterKeeper } from '../assistants/router-keeper.js';
import { Turns } from '../turns.js';
import { mostLatest, type LatestQuestions } from './latest-questions.js';
import type { SeenQuestions } from './seen-questions.js';

const everyMs = 600_000;
/** Rest between two stretches of work, in milliseconds, so that it takes a tenth of a core at the most. */
const rest = 40;

/**
 * Has the router in use look at the latest questions before anybody tries something out on them: whenever another router is
 * in use, and every ten minutes at those that came since.
 */
export class WatchQuestions {
  private readonly timer: NodeJS.Timeout;
  private round = 0;

  constructor(
    private readonly router: Pick<RouterKeeper, 'router' | 'onLearned'>,
    private readonly latest: Pick<LatestQuestions, 'readAll'>,
    private readonly seen: SeenQuestions,
    private readonly logger: Logger,
    private readonly pause: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, rest).unref()),
  ) {
    const look = (): void => void this.look();
    router.onLearned(look);
    this.timer = setInterval(look, everyMs).unref();
  }

  /** Looks at the latest questions, until it is called again or stopped. */
  async look(): Promise<void> {
    const round = (this.round += 1);
    try {
      const questions = await this.latest.readAll(mostLatest);
      const router = this.router.router();
      const place = this.seen.places(router);
      const turns = new Turns(this.pause);
      for (const text of questions.reverse()) {
        if (this.round !== round) return;
        place(text);
        await turns.giveWay();
      }
    } catch (error) {
      if (this.round !== round) return;
      this.logger.warn({ err: error }, 'the latest questions were not looked at; the next trial does it');
    }
  }

  stop(): void {
    clearInterval(this.timer);
    this.round += 1;
  }
}
