import { fnv1a } from '../text/hash.js';
import type { Said } from '../text/said.js';

/**
 * Which fold each text is held out in. It hangs on the words of a text and not on their order or its place in the list,
 * so that two ways of writing the same question are never on both sides, and a new example moves no other.
 */
export function foldsOf(texts: readonly Pick<Said, 'terms'>[], folds: number): Uint8Array {
  return Uint8Array.from(texts, ({ terms }) => fnv1a([...new Set(terms)].sort().join(' ')) % folds);
}
