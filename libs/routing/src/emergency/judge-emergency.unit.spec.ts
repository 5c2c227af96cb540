import { beforeAll, describe, expect, it } from '@jest/globals';
import { read } from '../text/said.js';
import { dangerToJson, readDangerJson, type DangerModelJson } from './danger-json.js';
import type { DangerModel } from './danger-model.js';
import type { EmergencyExamples } from './emergency-examples.js';
import { judgeEmergency } from './judge-emergency.js';
import { learnDanger } from './learn-danger.js';

const who = ['my dad', 'she', 'the man in bay 2', 'a guest', 'my friend', 'his wife', 'the kid', 'an old lady'];
const acute = [
  'went all floppy',
  'turned blue at the lips',
  'slid off the chair and stares',
  'is lying there all pale',
];
const harmless = [
  'went all in on the league',
  'turned up late',
  'slid the booking to friday',
  'is lying about his score',
];
const told = (ends: readonly string[]): string[] => who.flatMap((one) => ends.map((end) => `${one} ${end}`));
const examples: EmergencyExamples = { emergencies: told(acute), traps: [...told(harmless), 'fire up the projector'] };
const ordinary = who.flatMap((one) => [
  `${one} wants to book a bay`,
  `how much is an hour for ${one}`,
  `${one} asks about gift cards`,
]);

function learn(): DangerModel {
  const steps = learnDanger(examples, ordinary);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

let danger: DangerModel;
beforeAll(() => {
  danger = learn();
});
const judge = (text: string) => judgeEmergency(read(text), danger);

describe('judgeEmergency', () => {
  it('sees an emergency that no phrase names', () => {
    const text = 'the lady went floppy and pale';
    expect(judgeEmergency(read(text), null)).toBeNull();
    expect(judge(text)).toMatchObject({ kind: 'medical', evidence: null });
  });

  it.each(['the man in bay 5 went in late', 'my wife turned up and wants to book a bay', 'how much is a gift card'])(
    'leaves alone what only sounds so: %j',
    (text) => expect(judge(text)).toBeNull(),
  );

  it.each([
    'fire up the projector',
    'youre fired',
    'it went into injury time',
    'emergency exit code for the door',
    'no emergency, but the code is wrong',
    'killer deal',
  ])('a guarded phrase is no certain emergency: %j', (text) => expect(judge(text)?.certainty).not.toBe('certain'));

  it('is certain above one threshold, suspects above the other, and says nothing below both', () => {
    const text = read('the lady went floppy and pale');
    const likelihood = danger.likelihood(text);
    const at = (certain: number, suspected: number) =>
      judgeEmergency(text, readDangerJson({ ...dangerToJson(danger), thresholds: { certain, suspected } }));
    expect(at(likelihood, 0)).toMatchObject({ certainty: 'certain', likelihood });
    expect(at(likelihood + 1e-6, likelihood)).toMatchObject({ certainty: 'suspected', likelihood });
    expect(at(1, likelihood + 1e-6)).toBeNull();
  });

  it('asks rather than drops what a phrase found and the detector does not believe', () => {
    const doubting = readDangerJson({ ...dangerToJson(danger), thresholds: { certain: 1, suspected: 1 } });
    expect(judgeEmergency(read('the lobby is on fire'), doubting)).toMatchObject({
      certainty: 'suspected',
      kind: 'fire',
      evidence: expect.stringContaining('fire'),
    });
  });

  it('goes by phrases alone where nothing was learned', () => {
    expect(judgeEmergency(read('the lobby is on fire'), null)).toMatchObject({ certainty: 'certain', kind: 'fire' });
  });

  it('finds a danger at the end of a long message', () => {
    const before =
      'how much is an hour and how much is a gift card for my friend who wants to book a bay on friday '.repeat(3);
    const after = 'he went all floppy and turned blue at the lips';
    expect(danger.likelihood(read(before + after))).toBeGreaterThan(0.9 * danger.likelihood(read(after)));
  });
});

describe('the learned detector', () => {
  it('is the same to the last bit whenever it is learned', () => {
    expect(dangerToJson(learn())).toEqual(dangerToJson(danger));
  });

  it('judges the same when it was kept and taken up', () => {
    const kept = JSON.parse(JSON.stringify(dangerToJson(danger))) as DangerModelJson;
    for (const text of [...examples.emergencies, ...examples.traps, 'something else'])
      expect(readDangerJson(kept).likelihood(read(text))).toBe(danger.likelihood(read(text)));
  });

  it('is not taken up when it is damaged', () => {
    const kept = dangerToJson(danger);
    expect(() => readDangerJson({ ...kept, places: kept.places.slice(16) })).toThrow('damaged');
    expect(() => readDangerJson({ ...kept, scale: [1] })).toThrow('damaged');
  });

  const work = (text: string): number => {
    const before = danger.operations;
    danger.likelihood(read(text));
    return danger.operations - before;
  };

  it.each(['x ', 'he is down ', 'fire fire ', 'a'.repeat(40) + ' ', 'ab'])(
    'works on no more than three times the words, whatever they are: %j again and again',
    (piece) => {
      const text = piece.repeat(Math.ceil(2000 / piece.length)).slice(0, 2000);
      const count = read(text).words.length;
      expect(work(text)).toBeGreaterThanOrEqual(count);
      expect(work(text)).toBeLessThanOrEqual(3 * count);
    },
  );
});
