// Taken out of the hot loops: a global is looked up anew each time wherever modules run in a context of their own.
const { imul } = Math;

/** FNV-1a (32 bits; Fowler, Noll, Vo) over UTF-16 code units, continued from `seed`. */
export const fnvOffset = 0x811c9dc5;

export const fnvStep = (hash: number, code: number): number => imul(hash ^ code, 0x01000193);

export function fnv1a(text: string, seed: number = fnvOffset): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = fnvStep(hash, text.charCodeAt(at));
  return hash >>> 0;
}
