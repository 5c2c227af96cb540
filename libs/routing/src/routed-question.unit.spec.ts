import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { nextTurn } from '#kernel';
import { createRouter } from './create-router.js';
import { testManifests } from './test-examples.js';

/** Frees what nobody holds. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

describe('RoutedQuestion', () => {
  const router = createRouter({ manifests: testManifests, offTopic: ['what is the weather like'] });
  const routeOnce = (text: string) => {
    const seen = router.see(text);
    return { routed: router.reroute(seen), opinion: new WeakRef(seen.opinion) };
  };

  it('holds nothing of what it was decided from once its reasons were read', async () => {
    const { routed, opinion } = routeOnce('cancel my booking');
    expect(routed.route.reasons).not.toHaveLength(0);
    // What a WeakRef was made for stays until the turn ends.
    await nextTurn();
    collectGarbage();
    expect(opinion.deref() === undefined).toBe(true);
    expect(routed.nearest).not.toHaveLength(0);
  });

  it('says the same whenever it is read', () => {
    const text = 'cancel my booking of the bay';
    const later = router.route(text);
    const { route, nearest, evidence } = router.route(text);
    expect([later.route, later.nearest, later.evidence]).toEqual([route, nearest, evidence]);
  });
});
