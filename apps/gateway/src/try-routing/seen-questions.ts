import type { Rerouter, Routed, SeenQuestion } from '#routing';
import type { Places } from '../configure-assistant/regression-gate.js';

/** The 10,000 latest questions, and the labeled ones. */
const mostKept = 12_000;

interface Kept {
  readonly seen: SeenQuestion;
  /** Where it goes, by which router. */
  place: { readonly by: Rerouter; readonly name: string } | null;
}

/**
 * What the router in use has learned of the questions that trials ask again and again: looking at a question is nine tenths
 * of routing it, and phrases, patterns and thresholds change nothing of it.
 */
export class SeenQuestions {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly most = mostKept) {}

  get size(): number {
    return this.kept.size;
  }

  /** As the router sees it: kept from before where that is the same, else looked at now. */
  see(router: Rerouter, text: string): SeenQuestion {
    return this.keep(router, text).seen;
  }

  /** How a router routes what `now` has seen; it looks itself only where it has learned something else. */
  route(now: Rerouter, router: Rerouter, text: string): Routed {
    const seen = this.see(now, text);
    return router.hasSeen(seen) ? router.reroute(seen) : router.route(text);
  }

  /** Where questions go now. */
  places(now: Rerouter): Places {
    return (text) => {
      const kept = this.keep(now, text);
      if (kept.place?.by !== now) kept.place = { by: now, name: now.place(kept.seen) };
      return kept.place.name;
    };
  }

  /** Where another router sends them. */
  placesThen(now: Rerouter, router: Rerouter): Places {
    if (router === now) return this.places(now);
    return (text) => {
      const seen = this.see(now, text);
      return router.place(router.hasSeen(seen) ? seen : router.see(text));
    };
  }

  private keep(router: Rerouter, text: string): Kept {
    const before = this.kept.get(text);
    if (before !== undefined && router.hasSeen(before.seen)) return before;
    const kept = { seen: router.see(text), place: null };
    this.kept.delete(text);
    this.kept.set(text, kept);
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value!);
    return kept;
  }
}
