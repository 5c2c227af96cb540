import { LRUCache } from 'lru-cache';
import type { Ask } from '#contracts';

/** As many as there are routes remembered: who asks one of these costs hardly anything. */
const atMost = 5000;
/** Characters; common questions are short. */
const longest = 200;

type Asked = Pick<Ask, 'query' | 'asker'> & { readonly site?: string | undefined };

const keyOf = ({ query, asker, site }: Asked): string => `${asker} ${site ?? ''} ${query}`;

/** Questions that were answered from memory lately, and most likely will be again. */
export class AnsweredLately {
  private readonly known = new LRUCache<string, true>({ max: atMost });

  add(ask: Asked): void {
    if (ask.query.length <= longest) this.known.set(keyOf(ask), true);
  }

  has(ask: Asked): boolean {
    return ask.query.length <= longest && this.known.has(keyOf(ask));
  }
}
