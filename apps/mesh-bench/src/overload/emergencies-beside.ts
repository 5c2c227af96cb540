import { setTimeout as pause } from 'node:timers/promises';
import type { Mesh } from '#testing/mesh';

const said = [
  'the lobby is on fire',
  'a guest collapsed and is not breathing',
  'there is smoke coming out of bay 3',
  'my dad has chest pain, call an ambulance',
];
const everyMs = 500;

export interface EmergenciesAsked {
  readonly asked: number;
  /** Those that got anything but an answer of the emergency assistant or its card. */
  readonly missed: number;
  /** Milliseconds, the longest. */
  readonly longestMs: number;
}

/** Reports emergencies while something else goes on, two a second, until it is told to end. */
export function emergenciesBeside(mesh: Mesh): () => Promise<EmergenciesAsked> {
  const ending = new AbortController();
  const done = (async (): Promise<EmergenciesAsked> => {
    let [asked, missed, longestMs] = [0, 0, 0];
    while (!ending.signal.aborted) {
      const begun = performance.now();
      const response = await mesh.post('/query', { query: said[asked % said.length], site: 'mill' });
      const body = (await response.json()) as { route?: { method?: string } };
      asked += 1;
      longestMs = Math.max(longestMs, performance.now() - begun);
      if (response.status !== 200 || body.route?.method !== 'emergency') missed += 1;
      await pause(everyMs);
    }
    return { asked, missed, longestMs };
  })();
  return () => {
    ending.abort();
    return done;
  };
}
