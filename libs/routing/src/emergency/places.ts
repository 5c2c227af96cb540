import type { Said } from '../text/said.js';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const prepositions =
  setOf(`in inside at by near behind beside next under underneath below above over outside around against
  past beyond across opposite to from into on onto off through along between`);

/** What names where something is, although it could be what is broken, burning or leaking. */
const placeNouns =
  setOf(`washroom washrooms restroom restrooms bathroom bathrooms toilet toilets loo ladies mens gents womens
  shower showers stall cubicle sink sinks basin tap kitchen pool pond fountain cooler heater boiler kiosk lobby corridor hall
  hallway elevator elevators lift closet panel box outlet outlets socket sockets exit exits door doors extinguisher locker lockers
  stairs stairwell window counter bar couch sofa floor ceiling roof wall lot car garage station machine dispenser projector
  screen screens gate meter alarm escape`);

/** What a place is named after, and what then names it wherever it stands: "the water fountain", "the gas station". */
const nameGivers = setOf('water fire gas power electrical');
const named = setOf('fountain cooler dispenser exit escape station closet');

/** Words between a preposition and the place: "next to the mens washroom", "by the old gas station". */
const within = 4;

/**
 * By word: 1 where it names the place of something ("by the water cooler"), so that it tells nothing of what happened there.
 * Only the words just before the place are looked at; the work is the words times four.
 */
export function placesIn({ words }: Pick<Said, 'words'>): Uint8Array {
  const places = new Uint8Array(words.length);
  for (const [at, word] of words.entries()) {
    if (!placeNouns.has(word)) continue;
    if (at > 0 && named.has(word) && nameGivers.has(words[at - 1]!)) places.fill(1, at - 1, at + 1);
    for (let before = at - 1; before >= 0 && before >= at - within; before -= 1) {
      if (!prepositions.has(words[before]!)) continue;
      places.fill(1, before + 1, at + 1);
      break;
    }
  }
  return places;
}
