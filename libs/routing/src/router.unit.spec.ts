import { beforeAll, describe, expect, it } from '@jest/globals';
import { routeSchema } from '#contracts';
import { createRouter } from './create-router.js';
import type { Router } from './router.js';
import { testManifests, testOffTopic } from './test-examples.js';

const emergencyExamples = ['my dad', 'she', 'the man in bay 2', 'a guest'].flatMap((who) =>
  ['went all floppy', 'turned blue at the lips', 'slid off the chair and stares', 'is lying there all pale'].map(
    (what) => `${who} ${what}`,
  ),
);

let router: Router;
beforeAll(() => {
  router = createRouter({ manifests: testManifests, offTopic: testOffTopic });
});

describe('Router.route', () => {
  it.each([
    ['tech', 'the projector has no picture'],
    ['tech', 'simulator froze'],
    ['booking', 'cancel the bay for friday'],
    ['booking', 'do you have gift cards'],
  ])('gives %s its own: %j', (assistant, text) => {
    const { route, ...routed } = router.route(text);
    expect(routed).toMatchObject({ assistant, choices: [], emergency: null, unavailable: null });
    expect(routeSchema.parse(route)).toEqual(route);
    expect(routed.confidence).toBe(route.scores[0]!.merged);
  });

  it('decides an emergency before anything else, and says by which words', () => {
    const routed = router.route('cancel my booking, the lobby is on fire');
    expect(routed).toMatchObject({
      assistant: 'emergency',
      emergency: { kind: 'fire' },
      route: { method: 'emergency', scores: [] },
    });
    expect(routed.route.reasons[0]).toContain('on fire');
  });

  it('finds the same danger in a text as where it is routed, and nowhere else', () => {
    const emergencies = { emergencies: emergencyExamples, traps: ['fire up the projector', 'my dad slid in late'] };
    const learned = createRouter({ manifests: testManifests, offTopic: testOffTopic, emergencies });
    const asked = [...testManifests.flatMap(({ examples }) => examples), ...emergencyExamples, 'the lobby is on fire'];
    for (const one of [router, learned]) {
      for (const text of asked) {
        const { emergency, suspicion } = one.route(text);
        const { certainty, ...danger } = one.dangerIn(text) ?? { certainty: 'none' };
        expect([text, certainty === 'certain' ? danger : null]).toEqual([text, emergency]);
        expect([text, certainty === 'suspected' ? danger : null]).toEqual([text, suspicion]);
      }
      expect(one.dangerIn('the lobby is on fire')).not.toBeNull();
    }
    expect(router.dangerIn('do you have gift cards')).toBeNull();
  });

  it('leaves what is nobody\u2019s business to nobody', () => {
    expect(router.route('what is the capital of italy')).toMatchObject({
      assistant: null,
      choices: [],
      route: { method: 'none' },
    });
    expect(router.route('xqzt wvkj')).toMatchObject({ assistant: null, route: { method: 'none' } });
  });

  it('answers what says nothing where just that is an example', () => {
    const [first, ...others] = testManifests;
    const manifests = [{ ...first!, examples: [...first!.examples, 'how does it work'] }, ...others];
    const { evidence } = createRouter({ manifests, offTopic: testOffTopic }).route('How does it work?');
    expect(evidence?.vague).toBe(false);
    expect(router.route('How does it work?').evidence?.vague).toBe(true);
  });

  it.each(['wie viel kostet eine stunde', '¿cuánto cuesta una hora?', '我的朋友没有呼吸了', '🔥🔥🔥'])(
    'is unsure of what is in no language it was taught: %s',
    (text) => {
      const { route, choices } = router.route(text);
      expect(route.method).toBe('clarify');
      expect(choices).toHaveLength(2);
    },
  );

  it('asks back what says nothing', () => {
    const { route, assistant, choices } = router.route('it happened again');
    expect({ method: route.method, assistant, offered: choices.length }).toEqual({
      method: 'clarify',
      assistant: null,
      offered: 2,
    });
  });

  it('gives its reasons: the phrases and the three nearest examples, each with its owner', () => {
    const { reasons } = router.route('a gift card please').route;
    expect(reasons[0]).toBe('"gift card" speaks for booking.');
    expect(reasons.slice(1)).toHaveLength(3);
    expect(reasons[1]).toMatch(/^an example of booking: "do you sell gift cards" \(similarity 0\.\d\d\)\.$/);
  });

  it('says the same of the same text, whatever it was asked in between', () => {
    const [first, firstRoute] = [router.route('the screen froze'), router.route('the screen froze').route];
    router.route('cancel my booking '.repeat(100));
    expect(router.route('the screen froze')).toEqual(first);
    expect(router.route('the screen froze').route).toEqual(firstRoute);
    expect(first.route).toEqual(firstRoute);
  });

  it.each([
    ['one letter', 'a'.repeat(2000)],
    ['two letters', 'ab'.repeat(1000)],
    ['words of one letter', 'a b '.repeat(500)],
    ['emoji', '\u{1F469}\u200d\u{1F692}'.repeat(300)],
    ['zero width', 'c\u200ba\u200bn\u200bc\u200be\u200bl'.repeat(150)],
    ['half a character', '\ud83d'.repeat(2000)],
    ['a ligature that becomes 18 letters', '\ufdfa'.repeat(2000)],
    ['brackets', '('.repeat(2000)],
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['Spanish', 'hola, buenas tardes, \u00bfme pueden ayudar?'],
    ['German', 'Guten Tag, k\u00f6nnen Sie mir helfen?'],
    ['Norwegian', 'hei, kan noen hjelpe meg p\u00e5 d\u00f8ra?'],
    ['Swedish', 'hej, kan n\u00e5gon hj\u00e4lpa mig?'],
    ['Arabic', '\u0645\u0631\u062d\u0628\u0627'],
    ['an object\u2019s own words', '__proto__ constructor toString hasOwnProperty'],
  ])('decides and does not throw: %s', (_, text) => {
    const { route, assistant, confidence } = router.route(text);
    expect(routeSchema.parse(route)).toEqual(route);
    expect(confidence >= 0 && confidence <= 1).toBe(true);
    expect(assistant === null).toBe(['clarify', 'none'].includes(route.method));
  });

  describe('when not everyone is available', () => {
    it('gives a question to nobody rather than to another, and names whose it is', () => {
      const all = router.route('the projector is blurry');
      const routed = router.route('the projector is blurry', { available: new Set(['booking', 'emergency']) });
      expect(routed).toMatchObject({ assistant: null, unavailable: 'tech', choices: [] });
      expect(routed.route).toEqual(all.route);
    });

    it('still sees an emergency', () => {
      const routed = router.route('there is smoke everywhere', { available: new Set(['booking']) });
      expect(routed).toMatchObject({ assistant: null, unavailable: 'emergency', emergency: { kind: 'fire' } });
    });

    it('offers nobody who is away', () => {
      expect(router.route('it happened again', { available: new Set() }).choices).toEqual([]);
    });
  });
});
