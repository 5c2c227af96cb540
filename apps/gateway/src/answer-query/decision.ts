import type { Manifest, Route } from '#contracts';

/** What the router made of the danger in a query. */
export interface Danger {
  readonly certainty: 'certain' | 'suspected';
  readonly kind: string;
  /** 0 to 1. */
  readonly likelihood: number;
}

/** Who answers a query, and why. */
export interface Decision {
  readonly route: Route;
  /** Null when nobody is asked: off-topic, asked back, or an emergency without an emergency assistant. */
  readonly assistant: Manifest | null;
  /** Why that assistant may not answer: it is switched off, or no instance of it was heard lately. Null where it may. */
  readonly away: 'disabled' | 'silent' | null;
  /** Who could be meant, when it is asked back. */
  readonly choices: readonly Manifest[];
  /** The kind of emergency, or null where it is none. */
  readonly emergency: string | null;
  /** What was judged of the danger in it, certain or not; null where nothing was found. */
  readonly danger: Danger | null;
  /** What the asker said when asked whether it is an emergency; null where nobody was asked. */
  readonly told: boolean | null;
  /** The assistant that the asker named; null where the router decided alone. */
  readonly chosen: string | null;
  /** Who could have been meant where the router would have asked back, whatever the asker said. */
  readonly offered: readonly string[];
  /** How likely the route is right, 0 to 1. */
  readonly confidence: number;
}
