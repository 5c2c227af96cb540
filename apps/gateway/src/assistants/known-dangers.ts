import { LRUCache } from 'lru-cache';
import type { EmergencyJudgement, Router } from '#routing';

/** Texts that are remembered, and characters of the longest: whoever is turned away says the same again within seconds. */
const atMost = 4000;
const longest = 200;

/** What texts say of danger, by one router, each decided once. */
export class KnownDangers {
  private readonly known = new LRUCache<string, { readonly danger: EmergencyJudgement | null }>({ max: atMost });

  constructor(private readonly router: Pick<Router, 'dangerIn'>) {}

  dangerIn(query: string): EmergencyJudgement | null {
    const known = this.known.get(query);
    if (known) return known.danger;
    const danger = this.router.dangerIn(query);
    if (query.length <= longest) this.known.set(query, { danger });
    return danger;
  }
}
