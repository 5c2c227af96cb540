import type { Routed } from '#routing';
import type { Danger, Decision } from '../answer-query/decision.js';

/** What the router made of the danger in a query; null where it found none. */
export function dangerOf({ emergency, suspicion }: Pick<Routed, 'emergency' | 'suspicion'>): Danger | null {
  const found = emergency ?? suspicion;
  if (found === null) return null;
  const { kind, likelihood } = found;
  return { certainty: emergency === null ? 'suspected' : 'certain', kind, likelihood };
}

/** The route with what the asker said of it: nobody knows better than who is there, so a yes is an emergency. */
export function withTold(
  { route, emergency, confidence }: Pick<Routed, 'route' | 'emergency' | 'confidence'>,
  told: boolean | null,
): Pick<Decision, 'route' | 'confidence'> {
  if (told === null) return { route, confidence };
  const said = told ? 'The asker says that this is an emergency.' : 'The asker says that this is no emergency.';
  const reasons = [...route.reasons, said];
  if (!told || emergency !== null) return { route: { ...route, reasons }, confidence };
  return { route: { ...route, method: 'emergency', reasons }, confidence: 1 };
}
