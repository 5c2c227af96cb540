import { eachConcept } from '../concepts/find-concepts.js';
import { concepts } from '../concepts/index.js';
import { read, type Said } from '../text/said.js';
import { emergencyIn } from './detect-emergency.js';
import type { EmergencyKind } from './emergency-kinds.js';
import { placesIn } from './places.js';
import { wordClasses } from './word-classes.js';

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

/** Kinds whose procedure would harm somebody whose emergency is another: of a person they need more than one word in passing. */
const needsMore = new Set<EmergencyKind>(['water', 'power', 'break-in']);

const somebody = new Set(wordClasses['other']!.split(/\s+/));

const isAboutSomebody = ({ words }: Pick<Said, 'words'>): boolean => words.some((word) => somebody.has(word));

/** How many words speak of each kind, those left out that only say where something is. */
function countWords(said: Said): ReadonlyMap<EmergencyKind, number> {
  const counts = new Map<EmergencyKind, number>();
  const places = placesIn(said);
  eachConcept(said.terms, (concept, at) => {
    const kind = kindOf[concept];
    if (kind !== undefined && places[at] === 0) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  });
  return counts;
}

/** What kind of emergency most of the words speak of, the first of equals; `unspecified` where none speaks clearly. */
function kindOfWords(said: Said): EmergencyKind {
  let best: EmergencyKind = 'unspecified';
  let most = 0;
  for (const [kind, count] of countWords(said)) {
    if (count > most) [best, most] = [kind, count];
  }
  return needsMore.has(best) && most === 1 && isAboutSomebody(said) ? 'unspecified' : best;
}

/** What kind of emergency a text tells of first: by a phrase, else by most of its words. */
export const kindOfDanger = (said: Said, finding = emergencyIn(said)): EmergencyKind =>
  finding.detected && finding.kind !== 'unspecified' ? finding.kind : kindOfWords(said);

/** What a text tells of danger, whether or not it is one. */
export interface ReadDanger {
  /** What to act on first; `unspecified` where nothing clear is said. */
  readonly kind: EmergencyKind;
  /** Every kind that a phrase tells of, the one to act on first at the front. */
  readonly told: readonly EmergencyKind[];
  /** Every kind that any word speaks of which does more than say where something is. */
  readonly touched: readonly EmergencyKind[];
  /** Whether it speaks of somebody: a person may be in danger in words that nobody has thought of. */
  readonly aboutSomebody: boolean;
}

/** All that a text tells of danger: what may be answered goes by it, so that a place is not taken for what happened there. */
export function readDanger(text: string): ReadDanger {
  const said = read(text);
  const finding = emergencyIn(said);
  const told = finding.detected ? finding.kinds.filter((kind) => kind !== 'unspecified') : [];
  const touched = [...countWords(said).keys()];
  return { kind: kindOfDanger(said, finding), told, touched, aboutSomebody: isAboutSomebody(said) };
}
