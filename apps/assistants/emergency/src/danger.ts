/** A kind of emergency: words that tell of it when nobody else has, and what to do in it beside calling. */
interface Danger {
  readonly kind: string;
  readonly words: RegExp;
  readonly advice: string;
}

/** In the order in which they count where several are told of: what spreads or kills first comes first. */
const dangers: readonly Danger[] = [
  {
    kind: 'gas',
    words: /\bgas\b|rotten egg|carbon monoxide|\bco alarm|sulfur|hissing/i,
    advice: 'Get everyone out. Touch no switch, light nothing, and make the call from outside.',
  },
  {
    kind: 'fire',
    words: /\bfire|flame|smok|burn|extinguisher|explo/i,
    advice: 'Get everyone out and leave everything behind. Use no elevator, close doors, and do not go back in.',
  },
  {
    kind: 'medical',
    words:
      /breath|unconscious|collaps|passed out|faint|chest pain|heart|stroke|seizure|chok|allerg|overdose|poison|bleed|blood|hurt|injur|broken (?:arm|leg|bone)|head|\beye\b|pulse|\baed\b|defib|ambulance|medic|first.?aid|suicid|kill (?:my|him|her|them)sel/i,
    advice:
      'Stay with the person. If they do not breathe normally, start chest compressions and fetch the AED. Press firmly on any bleeding. Do not move a hurt neck or back.',
  },
  {
    kind: 'violence',
    words: /fight|punch|knife|\bgun\b|weapon|shoot|attack|threat|bomb|harass|stalk|assault|violen/i,
    advice: 'Keep away from the person, get behind a locked door, and do not argue.',
  },
  {
    kind: 'break-in',
    words: /burglar|intruder|break.?in|broke in|robb|stranger/i,
    advice: 'Keep away, do not confront anybody, get out or behind a locked door.',
  },
  {
    kind: 'trapped',
    words: /trapped|stuck in|locked in|elevator|cannot get out|can't get out/i,
    advice: 'Talk to whoever is trapped and tell them that help is coming. Do not force a door or climb after them.',
  },
  {
    kind: 'water',
    words: /flood|burst|pouring|leak|water (?:coming|running)/i,
    advice: 'Keep away from water near sockets and screens, and touch no electrical equipment.',
  },
  {
    kind: 'power',
    words: /electr|spark|shock|power|blackout|lights (?:are )?out/i,
    advice:
      'Stand still until your eyes are used to the dark, then leave by the lit exit signs. Touch nobody who is held by a current.',
  },
  {
    kind: 'evacuation',
    words: /evacuat|lockdown|tornado|storm|\balarm\b|everyone out/i,
    advice: 'Get everyone out by the nearest lit exit, use no elevator, and meet at the assembly point.',
  },
];

/** Words that tell of an emergency without telling of which. */
const emergencyWords = /emergency|\b911\b|\bhelp\b|danger|police|dying|\bdead\b(?! (?:bay|screen|pc|phone|battery))/i;

const dangerIn = (query: string): Danger | undefined => dangers.find(({ words }) => words.test(query));

/** Whether somebody said that this is one, or the words of the question do. */
export const tellsOfEmergency = ({
  query,
  emergency,
}: {
  readonly query: string;
  readonly emergency?: string | undefined;
}): boolean => emergency !== undefined || dangerIn(query) !== undefined || emergencyWords.test(query);

/** What to do beside calling: of the kind that was said for certain, else of the one the words tell of. */
export const adviceFor = ({
  query,
  emergency,
}: {
  readonly query: string;
  readonly emergency?: string | undefined;
}): string =>
  (dangers.find(({ kind }) => kind === emergency) ?? dangerIn(query))?.advice ??
  'Get everyone out of danger. Stay with anyone who is hurt; if they do not breathe, push hard and fast on the chest and send for the AED.';
