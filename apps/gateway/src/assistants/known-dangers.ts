import { LRUCache } from 'lru-cache';
import type { Router } from '#routing';

/** Texts that are remembered, and characters of the longest: whoever is turned away says the same again within seconds. */
const atMost = 4000;
const longest = 200;

/** Whether texts may be an emergency, by one router, each decided once. */
export class KnownDangers {
  private readonly known = new LRUCache<string, boolean>({ max: atMost });

  constructor(private readonly router: Pick<Router, 'mayBeEmergency'>) {}

  mayBeEmergency(query: string): boolean {
    const known = this.known.get(query);
    if (known !== undefined) return known;
    const found = this.router.mayBeEmergency(query);
    if (query.length <= longest) this.known.set(query, found);
    return found;
  }
}
