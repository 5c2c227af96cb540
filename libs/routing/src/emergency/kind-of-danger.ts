import { eachConcept } from '../concepts/find-concepts.js';
import { concepts } from '../concepts/index.js';
import type { EmergencyKind } from './emergency-kinds.js';

const kinds: Readonly<Record<string, EmergencyKind>> = {
  collapse: 'medical',
  hurt: 'medical',
  body: 'medical',
  condition: 'medical',
  selfHarm: 'medical',
  illness: 'medical',
  firstAid: 'medical',
  violence: 'violence',
  fire: 'fire',
  gas: 'gas',
  trapped: 'trapped',
  breakIn: 'break-in',
  water: 'water',
  power: 'power',
  evacuate: 'evacuation',
};

const kindOf = Object.keys(concepts).map((name) => kinds[name]);

/** Kinds whose procedure would harm somebody whose emergency is another: they need more than one word in passing. */
const needsMore = new Set<EmergencyKind>(['water', 'power', 'break-in']);

/** What kind of emergency most of the words speak of; the first of equals, and `unspecified` where none speaks clearly. */
export function kindOfDanger(terms: readonly string[]): EmergencyKind {
  const counts = new Map<EmergencyKind, number>();
  eachConcept(terms, (concept) => {
    const kind = kindOf[concept];
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  });
  let best: EmergencyKind = 'unspecified';
  for (const [kind, count] of counts) if (count > (counts.get(best) ?? 0)) best = kind;
  return needsMore.has(best) && counts.get(best) === 1 ? 'unspecified' : best;
}
