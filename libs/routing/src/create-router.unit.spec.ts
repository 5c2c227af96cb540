import { describe, expect, it } from '@jest/globals';
import { FailureError } from '#kernel';
import { createRouter, reconfigureRouter, restoreRouter, trainRouter, type RouterConfig } from './create-router.js';
import type { SemanticModelJson } from './semantic/model-json.js';
import { testManifests, testOffTopic } from './test-examples.js';

const config: RouterConfig = { manifests: testManifests, offTopic: testOffTopic };
const booking = testManifests[0]!;
const tech = testManifests[1]!;

function failureOf(broken: RouterConfig) {
  try {
    createRouter(broken);
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('createRouter', () => {
  it('works with no assistants: everything but an emergency is nobody\u2019s', () => {
    for (const offTopic of [[], testOffTopic]) {
      const router = createRouter({ manifests: [], offTopic });
      expect(router.route('cancel my booking')).toMatchObject({
        assistant: null,
        choices: [],
        route: { method: 'none', scores: [] },
      });
      expect(router.route('the lobby is on fire')).toMatchObject({
        assistant: null,
        unavailable: null,
        emergency: { kind: 'fire' },
      });
    }
  });

  it('works with one assistant, with and without off-topic examples', () => {
    for (const offTopic of [[], testOffTopic]) {
      const router = createRouter({ manifests: [booking], offTopic });
      expect(router.route('cancel my booking').assistant).toBe('booking');
      expect(router.route('qwxz vbnm').assistant).toBeNull();
    }
  });

  it('sends a question where it is meant, and not where it says that it is not', () => {
    const router = createRouter(config);
    expect(router.route('i do NOT want to cancel my booking, the projector is dark').assistant).toBe('tech');
    expect(router.route('not about the projector, please cancel my booking').assistant).toBe('booking');
  });

  it('works with one example each', () => {
    const one = testManifests.map(({ id, examples }) => ({ id, keywords: [], examples: examples.slice(0, 1) }));
    expect(createRouter({ manifests: one, offTopic: [] }).route('cancel my booking').assistant).toBe('booking');
  });

  describe('taught from use', () => {
    const told = 'the grey haze over the sill';
    const withUse = (text: string, at = 0): RouterConfig => ({
      ...config,
      manifests: testManifests.map((one, place) => (place === at ? { ...one, fromUse: [text] } : one)),
    });

    it('sends a question where people took it, and quotes it to nobody', () => {
      const { assistant, route, nearest } = createRouter(withUse(told)).route(told);
      expect([assistant, nearest[0]]).toMatchObject(['booking', { text: told, assistant: 'booking' }]);
      expect(route.reasons.join()).toContain('a question that people took to booking (similarity 1.00).');
      expect(route.reasons.join()).not.toContain('haze');
    });

    it('gives way to an example, whoever has it', () => {
      const example = tech.examples[0]!.toUpperCase();
      expect(createRouter(withUse(example)).route(example).nearest[0]).toMatchObject({ assistant: 'tech' });
      expect(createRouter(withUse(example)).toJSON()).toEqual(createRouter(config).toJSON());
    });

    it('never teaches what is harmless: the detector has learned nothing from it', () => {
      const emergencies = {
        emergencies: [
          'he cannot breathe',
          'she does not wake up',
          'smoke comes out of the wall',
          'somebody has a knife',
        ],
        traps: ['the game is on fire tonight', 'he is dying to play', 'my knees kill me', 'smoking hot score'],
      };
      const places = (of: RouterConfig) => {
        const { danger } = createRouter({ ...of, emergencies }).toJSON();
        return danger!.places;
      };
      expect(places(withUse('grey zzyzx haze qwirkle'))).toBe(places(config));
    });
  });

  it('tells 200 assistants apart', () => {
    const manifests = Array.from({ length: 200 }, (_, at) => {
      const subject = `${'bdfgklmnpr'[at % 10]}o${'bdfgklmnpr'[Math.floor(at / 10) % 10]}u${'tv'[Math.floor(at / 100)]}ix`;
      return {
        id: `assistant-${at}`,
        keywords: [],
        examples: [`about ${subject}`, `what is ${subject}`, `${subject} please`],
      };
    });
    const router = createRouter({ manifests, offTopic: testOffTopic });
    const right = manifests.filter(({ id, examples }) => router.route(`tell ${examples[2]!}`).assistant === id).length;
    expect(right).toBeGreaterThanOrEqual(190);
    expect(router.route('about nothing').route.scores).toHaveLength(10);
  });

  it('learns an example that stands twice in one place once', () => {
    const twice = [{ ...booking, examples: [...booking.examples, ...booking.examples, 'CANCEL my  booking'] }, tech];
    const once = createRouter({ manifests: [booking, tech], offTopic: testOffTopic });
    const other = createRouter({ manifests: twice, offTopic: [...testOffTopic, testOffTopic[0]!] });
    expect(other.toJSON()).toEqual(once.toJSON());
  });

  it('refuses an example that two assistants claim, and says where', () => {
    const claimed = { ...tech, examples: [...tech.examples, 'Cancel my booking'] };
    expect(failureOf({ manifests: [booking, claimed], offTopic: [] })).toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('tech.examples.20'),
      places: [{ path: 'tech.examples.20', message: expect.stringContaining('booking.examples.0') }],
    });
  });

  it('refuses an example that is off-topic too', () => {
    const { places } = failureOf({ manifests: [booking], offTopic: ['cancel my booking'] });
    expect(places).toMatchObject([{ path: 'offTopic.0' }]);
  });

  it('refuses two assistants of one name', () => {
    const { places } = failureOf({ manifests: [booking, { ...tech, id: 'booking' }], offTopic: [] });
    expect(places).toMatchObject([{ path: 'manifests.1.id' }]);
  });

  it.each([
    ['of one assistant', [100_001]],
    ['of all together', Array.from({ length: 300 }, () => 60)],
  ])('refuses more examples than can be learned, %s, before it reads any', (_, counts) => {
    const manifests = counts.map((length, at) => ({
      id: `assistant-${at}`,
      keywords: [],
      examples: Array.from({ length }, () => 'the same everywhere'),
    }));
    expect(failureOf({ manifests, offTopic: [] })).toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('too many to learn'),
    });
  });

  it.each([
    ['floor', 1.5],
    ['margin', -0.1],
    ['keywordWeight', Number.NaN],
  ])('refuses the option %s = %d', (name, value) => {
    const { places } = failureOf({ ...config, options: { [name]: value } });
    expect(places).toMatchObject([{ path: `options.${name}` }]);
  });

  it('decides with the options it is given', () => {
    const strict = createRouter({ ...config, options: { floor: 1, offTopicLead: 10 } });
    expect(strict.route('the projector is blurry').route.method).toBe('clarify');
  });
});

describe('trainRouter', () => {
  it('learns the same router, giving way in between', async () => {
    let turns = 0;
    const router = await trainRouter(config, () => Promise.resolve(void (turns += 1)));
    expect(router.toJSON()).toEqual(createRouter(config).toJSON());
    expect(turns).toBeGreaterThan(0);
  });

  it('lets others run while it learns', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 0);
    await trainRouter({
      ...config,
      offTopic: Array.from({ length: 400 }, (_, at) => `what is number ${at} of the ${at * 7} things`),
    });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });

  it('fails as createRouter does', async () => {
    await expect(trainRouter({ manifests: [booking, booking], offTopic: [] })).rejects.toThrow(FailureError);
  });
});

describe('restoreRouter', () => {
  const kept = createRouter(config).toJSON();
  const copy = (): SemanticModelJson => JSON.parse(JSON.stringify(kept)) as SemanticModelJson;

  it('takes up what was kept and decides the same', async () => {
    const restored = await restoreRouter(config, copy());
    const fresh = createRouter(config);
    for (const text of ['the projector is blurry', 'gift cards', 'what is the capital of spain', 'it is broken', '']) {
      expect(restored.route(text)).toEqual(fresh.route(text));
      expect(restored.route(text).route).toEqual(fresh.route(text).route);
    }
    expect(restored.toJSON()).toEqual(kept);
  });

  it('refuses what was learned from other examples', async () => {
    const other = { ...config, offTopic: [...testOffTopic, 'one more'] };
    await expect(restoreRouter(other, copy())).rejects.toThrow(/other examples/);
  });

  it('refuses what does not fit together', async () => {
    await expect(restoreRouter(config, { ...copy(), biases: kept.idf })).rejects.toThrow(/damaged/);
  });
});

describe('reconfigureRouter', () => {
  const router = createRouter(config);

  it('takes other phrases, patterns and thresholds without learning', () => {
    const [first, ...others] = config.manifests;
    const patterns = [{ pattern: 'zamboni', weight: 5 }];
    const changed = { ...config, manifests: [{ ...first!, patterns }, ...others] };
    const other = reconfigureRouter(router, changed);
    expect(other?.route('zamboni').assistant).toBe(first!.id);
    expect(router.route('zamboni').assistant).toBeNull();
    expect(other?.toJSON()).toEqual(router.toJSON());
  });

  it('is not for other examples', () => {
    expect(reconfigureRouter(router, { ...config, offTopic: [...config.offTopic, 'one more'] })).toBeNull();
  });
});
