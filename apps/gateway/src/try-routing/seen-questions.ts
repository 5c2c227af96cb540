import type { Rerouter, Routed, SeenQuestion } from '#routing';
import type { Routes } from '../configure-assistant/regression-gate.js';

/** The 10,000 latest questions, and the labeled ones; one takes about two kilobytes. */
const mostKept = 12_000;

/**
 * What the router in use has learned of the questions that trials ask again and again: looking at a question is nine tenths
 * of routing it, and phrases, patterns and thresholds change nothing of it.
 */
export class SeenQuestions {
  private readonly kept = new Map<string, SeenQuestion>();

  constructor(private readonly most = mostKept) {}

  get size(): number {
    return this.kept.size;
  }

  /** As the router sees it: kept from before where that is the same, else looked at now. */
  see(router: Pick<Rerouter, 'see' | 'hasSeen'>, text: string): SeenQuestion {
    const before = this.kept.get(text);
    if (before !== undefined && router.hasSeen(before)) return before;
    const seen = router.see(text);
    this.kept.delete(text);
    this.kept.set(text, seen);
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value!);
    return seen;
  }

  /** A router that looks at a question only where `now` has not. */
  remembering(now: Rerouter, router: Rerouter): Routes {
    const route = (text: string): Routed => {
      const seen = this.see(now, text);
      return router.hasSeen(seen) ? router.reroute(seen) : router.route(text);
    };
    return { route };
  }
}
