import { describe, expect, it } from '@jest/globals';
import { createRouter, estimateRouter, reconfigureRouter, type RouterConfig } from '../create-router.js';
import type { Routed } from '../router.js';
import { testManifests, testOffTopic } from '../test-examples.js';

/** With what is put into words only when someone reads it. */
const allOf = (routed: Routed) => ({
  ...routed,
  route: routed.route,
  evidence: routed.evidence,
  nearest: routed.nearest,
});

const config: RouterConfig = { manifests: testManifests, offTopic: testOffTopic };
const router = createRouter(config);
const soon = (): Promise<void> => Promise.resolve();
const edited = (id: string, change: (examples: readonly string[]) => readonly string[]): RouterConfig => ({
  ...config,
  manifests: testManifests.map((manifest) =>
    manifest.id === id ? { ...manifest, examples: [...change(manifest.examples)] } : manifest,
  ),
});
const estimated = async (wanted: RouterConfig) => (await estimateRouter(router, wanted, soon))!;
const sauna = [
  'is the sauna hot',
  'when does the sauna close',
  'towels for the sauna please',
  'the sauna is too hot',
  'can we book the sauna',
];

describe('a question that was seen', () => {
  it('is routed as if it were looked at now, by every router that has learned the same', () => {
    const phrases = testManifests.map((manifest) =>
      manifest.id === 'tech' ? { ...manifest, keywords: [{ phrase: 'zamboni', weight: 5 }] } : manifest,
    );
    const other = reconfigureRouter(router, { ...config, manifests: phrases })!;
    for (const text of ['the zamboni is here', 'cancel my booking', 'he collapsed and is not breathing', '']) {
      const seen = router.see(text);
      expect(allOf(router.reroute(seen))).toEqual(allOf(router.route(text)));
      expect(other.hasSeen(seen)).toBe(true);
      expect(allOf(other.reroute(seen))).toEqual(allOf(other.route(text)));
    }
    expect(createRouter(edited('tech', (examples) => examples.slice(1))).hasSeen(router.see('hello'))).toBe(false);
  });
});

describe('estimateRouter', () => {
  it('with no other examples routes as the router it was made from', async () => {
    const preview = await estimated(config);
    for (const text of ['the screen is black', 'refund please', 'who won the game last night', 'bay 3']) {
      const [routed, wanted] = [preview.route(text), router.route(text)];
      expect(routed.confidence).toBeCloseTo(wanted.confidence, 6);
      expect(routed.nearest).toEqual(wanted.nearest);
      expect({ ...routed, confidence: 0 }).toEqual({ ...wanted, confidence: 0 });
    }
  });

  it('sends questions like examples that came to whoever has them, words that nobody knew before included', async () => {
    const question = 'is there a sauna';
    expect(router.route(question).assistant).not.toBe('tech');
    const preview = await estimated(edited('tech', (examples) => [...examples, ...sauna]));
    expect(preview.reroute(router.see(question))).toMatchObject({
      assistant: 'tech',
      nearest: expect.arrayContaining([expect.objectContaining({ assistant: 'tech' })]),
    });
    expect(preview.route('cancel my booking').assistant).toBe('booking');
  });

  it('takes questions away from whoever lost the examples, and shows these no more', async () => {
    const question = 'where can i park';
    const { confidence } = router.route(question);
    const preview = await estimated(edited('booking', (examples) => examples.filter((text) => text !== question)));
    const then = preview.route(question);
    expect(then.nearest.map(({ text }) => text)).not.toContain(question);
    const scoreOf = ({ route }: typeof then) => route.scores.find(({ assistant }) => assistant === 'booking')!.merged;
    expect(scoreOf(then)).toBeLessThan(scoreOf(router.route(question)));
    expect(confidence).toBeGreaterThan(0);
  });

  it('gives up where too much is different to be told from what was learned', async () => {
    const many = Array.from({ length: 600 }, (_, at) => `example number ${at}`);
    expect(
      await estimateRouter(
        router,
        edited('tech', () => many),
        soon,
      ),
    ).toBeNull();
    expect(await estimateRouter(router, { ...config, manifests: testManifests.slice(1) }, soon)).toBeNull();
  });
});
