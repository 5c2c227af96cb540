import { setTimeout as pause } from 'node:timers/promises';
import type { Mesh } from '#testing/mesh';

const certain = [
  'the lobby is on fire',
  'a guest collapsed and is not breathing',
  'there is smoke coming out of bay 3',
  'my dad has chest pain, call an ambulance',
];
/** Answered, with the card beside it, or turned away with the card. */
const suspected = 'will the smoke alarm go off if we light candles';
const everyMs = 500;

export interface EmergenciesAsked {
  readonly asked: number;
  /** Emergencies that got anything but an answer of the emergency assistant or its card. */
  readonly missed: number;
  /** Milliseconds, the longest of these. */
  readonly longestMs: number;
  /** Questions that may be one and got no card, and how many of them were turned away. */
  readonly withoutCard: number;
  readonly turnedAway: number;
}

interface Said {
  readonly route?: { readonly method?: string };
  readonly emergency?: { readonly card?: object } | null;
}

/** Reports emergencies while something else goes on, two a second, until it is told to end. */
export function emergenciesBeside(mesh: Mesh): () => Promise<EmergenciesAsked> {
  const ending = new AbortController();
  const post = async (query: string) => {
    const response = await mesh.post('/query', { query, site: 'mill' });
    return { status: response.status, ...((await response.json()) as Said) };
  };
  const done = (async (): Promise<EmergenciesAsked> => {
    let [asked, missed, longestMs, withoutCard, turnedAway] = [0, 0, 0, 0, 0];
    while (!ending.signal.aborted) {
      const begun = performance.now();
      const { status, route } = await post(certain[asked % certain.length]!);
      asked += 1;
      longestMs = Math.max(longestMs, performance.now() - begun);
      if (status !== 200 || route?.method !== 'emergency') missed += 1;
      const other = await post(suspected);
      if (!other.emergency?.card && other.route?.method !== 'emergency') withoutCard += 1;
      if (other.status === 503) turnedAway += 1;
      await pause(everyMs);
    }
    return { asked, missed, longestMs, withoutCard, turnedAway };
  })();
  return () => {
    ending.abort();
    return done;
  };
}
