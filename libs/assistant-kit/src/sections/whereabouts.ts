import type { Ask, Club, Site } from '#contracts';

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const namesOf = ({ id, name, aliases }: Site): string[] => [id, name.toLowerCase(), ...aliases];

/** The sites that a text names, by their ids, names or aliases, as whole words. */
export const sitesNamed = (text: string, { sites }: Club): string[] =>
  sites
    .filter((site) =>
      namesOf(site).some((name) =>
        new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, 'iu').test(text),
      ),
    )
    .map(({ id }) => id);

function at(ask: Ask, site: string | undefined): Ask {
  const moved = { ...ask };
  if (site === undefined) delete moved.site;
  else moved.site = site;
  return moved;
}

/**
 * Where an answer has to hold. What the asker's device says counts, else the one site the question names. Where the two
 * differ nobody knows which is meant: the search stays with the device, and nothing is left out for being another site's.
 */
export function whereabouts(ask: Ask, club: Club): { readonly search: Ask; readonly answer: Ask } {
  const named = sitesNamed(ask.query, club);
  if (ask.site === undefined) {
    const found = at(ask, named.length === 1 ? named[0] : undefined);
    return { search: found, answer: found };
  }
  const agrees = named.length === 0 || named.includes(ask.site);
  return { search: ask, answer: agrees ? ask : at(ask, undefined) };
}
