import type { Manifest, Route } from '#contracts';

/** Who answers a query, and why. */
export interface Decision {
  readonly route: Route;
  /** Null when nobody is asked: off-topic, asked back, or an emergency without an emergency assistant. */
  readonly assistant: Manifest | null;
  /** Who could be meant, when it is asked back. */
  readonly choices: readonly Manifest[];
  /** The kind of emergency, or null where it is none. */
  readonly emergency: string | null;
  /** How likely the route is right, 0 to 1. */
  readonly confidence: number;
}
