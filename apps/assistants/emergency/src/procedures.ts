import { readDanger, type EmergencyKind } from '#routing';
import type { Ask, Club } from '#assistant-kit';
import { kindSaid } from './danger.js';

/** The SOPs that are about each kind of emergency. Where it happened is no reason to answer from any of them. */
const aboutKind: Readonly<Record<EmergencyKind, readonly string[]>> = {
  medical: ['medical-collapse', 'injury-in-a-bay'],
  violence: ['violence-and-threats', 'evacuation-and-lockdown'],
  fire: ['fire-and-smoke', 'evacuation-and-lockdown'],
  gas: ['gas-smell'],
  trapped: ['trapped-person'],
  'break-in': ['break-in-and-intruder'],
  evacuation: ['evacuation-and-lockdown'],
  water: ['water-leak-and-flood'],
  power: ['power-loss'],
  unspecified: ['medical-collapse', 'injury-in-a-bay'],
};

/** What happened to a body is medical, and what to do about its cause stands with the cause. */
const causes: readonly { readonly words: RegExp; readonly sop: string }[] = [
  { words: /\b(?:burn|scald|singe)/i, sop: 'fire-and-smoke' },
  { words: /\b(?:shock|zap|electrocut|current)/i, sop: 'power-loss' },
  { words: /\b(?:stuck|caught|pinned|wedged|jammed|trapped)\b/i, sop: 'trapped-person' },
  {
    words:
      /\b(?:suicid|wants? to die|to live|jump|goodbye|end (?:it|her|his|my|their)|(?:kill|harm|hurt|cut)\w* \w+sel[fv]|wrists|crisis)/i,
    sop: 'violence-and-threats',
  },
];

/** What is about a thing: nobody in danger may be told how to stop water. */
const ofThings: readonly EmergencyKind[] = ['water', 'power'];
const isOfThings = (kind: EmergencyKind): boolean => ofThings.includes(kind);

/** Where a person is in danger, what is about things gives way; who got in, where a body is. */
function mostUrgent(kinds: readonly EmergencyKind[]): readonly EmergencyKind[] {
  const ofPeople = kinds.filter((kind) => !isOfThings(kind));
  if (ofPeople.length === 0) return kinds;
  return ofPeople.includes('medical') ? ofPeople.filter((kind) => kind !== 'break-in') : ofPeople;
}

const firstMinute = 'emergency-first-minute';
/** Where things are and who to call: for whoever asks, and no answer to somebody in danger. */
const siteCards = ({ sites }: Club): string[] => sites.map(({ id }) => `site-card-${id}`);

/** Whoever asks for one of these reads a site's card, whatever happened. */
const asksWhere = /\b(?:where|nearest|closest|address|which|who|whom|number|phone|contact)/i;

const kindsThere = Object.keys(aboutKind) as EmergencyKind[];

/** Of what is certain: the kinds that were named, else what to do for a person, and what words speak of. */
function kindsOfCertain(ask: Ask): readonly EmergencyKind[] {
  const { told, touched, aboutSomebody } = readDanger(ask.query);
  const said = kindSaid(ask);
  if (said !== undefined || told.length > 0) return mostUrgent([...(said === undefined ? [] : [said]), ...told]);
  // It may be in words that nobody has thought of: of somebody, a word of water is not enough.
  if (aboutSomebody) return ['unspecified', ...touched.filter((kind) => !isOfThings(kind))];
  return kindsThere.filter((kind) => !isOfThings(kind) || touched.includes(kind));
}

/** Of what is only asked: all but what is about things, where somebody may be in danger; undefined: all. */
function kindsOfAsked({ query }: Ask): readonly EmergencyKind[] | undefined {
  const { kind, told, touched, aboutSomebody } = readDanger(query);
  const ofPeople = kindsThere.filter((each) => !isOfThings(each));
  if (told.some((each) => !isOfThings(each))) return ofPeople;
  if (!aboutSomebody) return undefined;
  const things = [...told, ...(isOfThings(kind) || kind === 'unspecified' ? touched : [])].filter(isOfThings);
  return [...ofPeople, ...things];
}

/**
 * The SOPs that may answer: of an emergency that is certain, those about the kinds that it tells of, and the first minute of
 * any; of what is only asked, all but those about things where a person may be in danger.
 */
export function answersFrom(ask: Ask, club: Club): readonly string[] | undefined {
  const isCertain = ask.emergency !== undefined;
  const kinds = isCertain ? kindsOfCertain(ask) : kindsOfAsked(ask);
  if (kinds === undefined) return undefined;
  const cards = isCertain && !asksWhere.test(ask.query) ? [] : siteCards(club);
  const ofCauses = kinds.includes('medical') ? causes.filter(({ words }) => words.test(ask.query)) : [];
  const sops = [...kinds.flatMap((kind) => aboutKind[kind]), ...ofCauses.map(({ sop }) => sop)];
  return [...new Set([...sops, firstMinute, ...cards])];
}
