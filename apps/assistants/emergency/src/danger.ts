import { emergencyKinds, readDanger, type EmergencyKind } from '#routing';
import type { Ask } from '#assistant-kit';

/** What to do in each kind of emergency beside calling. */
const advice: Readonly<Record<EmergencyKind, string>> = {
  gas: 'Get everyone out. Touch no switch, light nothing, and make the call from outside.',
  fire: 'Get everyone out and leave everything behind. Use no elevator, close doors, and do not go back in.',
  medical:
    'Stay with the person. If they do not breathe normally, start chest compressions and fetch the AED. Press firmly on any bleeding. Do not move a hurt neck or back.',
  violence: 'Keep away from the person, get behind a locked door, and do not argue.',
  'break-in': 'Keep away, do not confront anybody, get out or behind a locked door.',
  trapped: 'Talk to whoever is trapped and tell them that help is coming. Do not force a door or climb after them.',
  water: 'Keep away from water near sockets and screens, and touch no electrical equipment.',
  power:
    'Stand still until your eyes are used to the dark, then leave by the lit exit signs. Touch nobody who is held by a current.',
  evacuation: 'Get everyone out by the nearest lit exit, use no elevator, and meet at the assembly point.',
  unspecified:
    'Get everyone out of danger. Stay with anyone who is hurt; if they do not breathe, push hard and fast on the chest and send for the AED.',
};

/** Words that tell of an emergency, of which kind or not: where nothing fits, they are answered with what to do first. */
const emergencyWords: readonly RegExp[] = [
  /emergency|\b911\b|\bhelp\b|danger|police|dying|\bdead\b(?! (?:bay|screen|pc|phone|battery))/i,
  /\bgas\b|rotten egg|carbon monoxide|\bco alarm|sulfur|hissing|\bfire|flame|smok|burn|extinguisher|explo/i,
  /breath|unconscious|collaps|passed out|faint|chest pain|heart|stroke|seizure|chok|allerg|overdose|poison|drown/i,
  /bleed|blood|hurt|injur|broken (?:arm|leg|bone)|head|\beye\b|pulse|\baed\b|defib|ambulance|medic|first.?aid|suicid/i,
  /fight|punch|knife|\bgun\b|weapon|shoot|attack|threat|bomb|harass|stalk|assault|violen|kill (?:my|him|her|them)sel/i,
  /burglar|intruder|break.?in|broke in|robb|stranger|trapped|stuck in|locked in|elevator|can(?:no|')t get out/i,
  /flood|burst|pouring|leak|water (?:coming|running)|electr|spark|shock|power|blackout|lights (?:are )?out/i,
  /evacuat|lockdown|tornado|storm|\balarm\b|everyone out/i,
];

/** A question and what the gateway is certain of. */
export type Told = Pick<Ask, 'query' | 'emergency'>;

/** Whether somebody said that this is one, or the words of the question do. */
export const tellsOfEmergency = ({ query, emergency }: Told): boolean =>
  emergency !== undefined || readDanger(query).told.length > 0 || emergencyWords.some((words) => words.test(query));

const isKind = (kind: string | undefined): kind is EmergencyKind => emergencyKinds.some((known) => known === kind);

/** The kind that somebody said for certain; undefined where nobody did, or nobody has named it. */
export const kindSaid = ({ emergency }: Told): EmergencyKind | undefined =>
  isKind(emergency) && emergency !== 'unspecified' ? emergency : undefined;

/** What to do beside calling: of the kind that was said for certain, else of the one the words tell of. */
export const adviceFor = (told: Told): string => advice[kindSaid(told) ?? readDanger(told.query).kind];
