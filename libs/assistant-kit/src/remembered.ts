import { LRUCache } from 'lru-cache';

/** Characters of the texts that one function remembers: all sections of a club, and no more of whatever else comes. */
const mostCharacters = 500_000;

/**
 * The same function, which works out once what it is asked again and again: an assistant reads the same few sections for most
 * questions. Nobody may change what it returns.
 */
export function remembered<T extends object>(of: (text: string) => T): (text: string) => T {
  const known = new LRUCache<string, T>({
    maxSize: mostCharacters,
    // A place costs memory too, however short its text.
    sizeCalculation: (_, text) => text.length + 100,
  });
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const result = of(text);
    known.set(text, result);
    return result;
  };
}
