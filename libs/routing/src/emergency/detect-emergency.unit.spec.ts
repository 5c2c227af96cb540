import { describe, expect, it } from '@jest/globals';
import { detectEmergency, phraseMatchers } from './detect-emergency.js';
import { calm, written } from './guards/calm.js';
import { figures } from './guards/figures.js';
import { emergencyPhrases } from './phrases/index.js';

describe('detectEmergency', () => {
  it.each([
    ['medical', 'he collapsed'],
    ['medical', "he fell and isn't moving"],
    ['medical', 'theres blood everywhere'],
    ['medical', 'my friend cant breathe'],
    ['medical', 'customer hurt in bay 3'],
    ['medical', 'she has a pain in her chest'],
    ['medical', 'a ball hit him in the eye'],
    ['medical', 'he says he wants to kill himself'],
    ['fire', 'smoke alarm is going off'],
    ['fire', 'the projector is on fire'],
    ['fire', 'something smells like burning plastic'],
    ['gas', 'it smells of rotten eggs by the heater'],
    ['water', 'water is pouring through the ceiling'],
    ['water', 'the toilet is overflowing'],
    ['power', 'half the building lost power'],
    ['power', 'everything went black in the whole building'],
    ['break-in', 'someone is trying to get in'],
    ['break-in', 'the front window is smashed'],
    ['violence', 'two guys are fighting in the lobby'],
    ['violence', 'a man with a knife is here'],
    ['trapped', 'we are stuck in the elevator'],
    ['evacuation', 'we have to evacuate'],
    ['unspecified', 'this is an emergency'],
  ])('finds %s in %j', (kind, text) => expect(detectEmergency(text)).toMatchObject({ detected: true, kind }));

  it.each([
    ['hes unconcious', 'medical'],
    ['we need an ambulence', 'medical'],
    ['she is having a siezure', 'medical'],
    ['hes bleding a lot', 'medical'],
    ['HEEEELP THERE IS SMOKE!!!', 'fire'],
    ['there is a f\u200bire in the lobby', 'fire'],
    ['isn\u2019t breathing', 'medical'],
  ])('finds it however it is written: %j', (text, kind) => expect(detectEmergency(text).kind).toBe(kind));

  it.each([
    'fire up the projector',
    "you're fired",
    'it went into injury time',
    'emergency exit code for the door',
    'no emergency, but the door code is wrong',
    'thats a killer deal',
    'every keystroke comes late',
    'it says dead ball every time',
    'the screen froze and is dead',
    'how do i play the shooting range',
    'nice shot',
    'the software crashed',
    'where is the power button',
    'i left my water bottle',
    'what is the price of water',
    'how many calories do i burn',
    'i hit the ball and nothing happens',
    'nearest gas station',
    'smoke break',
    'what are the smoking rules',
    'stroke play or match play',
    'nobody is hurt',
    'choke up on the club',
    'i broke my wrist last week, can you freeze my membership',
    'write a text about the power cut',
    'my boss will kill me if i miss this',
    'my phone died',
    'the ball went in the water',
    'is it locked in for the season',
  ])('does not take %j for one', (text) =>
    expect(detectEmergency(text)).toEqual({ detected: false, kind: null, evidence: null }),
  );

  it('hides a figure of speech and nothing else of the text', () => {
    expect(detectEmergency('fire up the projector, and the lobby is on fire').kind).toBe('fire');
    expect(detectEmergency('no emergency but he is not breathing').kind).toBe('medical');
  });

  it('lets calm words cancel what is likely and not what is certain', () => {
    expect(detectEmergency('someone tripped').detected).toBe(true);
    expect(detectEmergency('someone tripped last week, can we get a refund').detected).toBe(false);
    expect(detectEmergency('he is not breathing, forget the refund').detected).toBe(true);
  });

  it('says who is dying before what is broken', () => {
    expect(detectEmergency('the window is smashed and he is not breathing').kind).toBe('medical');
  });

  it('shows the words that said so', () => {
    expect(detectEmergency('hello, the smoke alarm is going off in bay 2')).toMatchObject({
      evidence: expect.stringContaining('smoke alarm'),
    });
  });

  it.each(['', ' ', '???', '\u{1F600}', '\ud83d', 'a'.repeat(2000)])('takes any text: %p', (text) => {
    expect(detectEmergency(text).detected).toBe(false);
  });
});

describe('the work of the emergency phrases', () => {
  const phrases = [
    ...emergencyPhrases.flatMap(({ certain, likely }) => [...certain, ...likely]),
    ...figures,
    ...calm,
    ...written,
  ];

  it('is bounded for each word, since no phrase has more than a few places and gaps are short', () => {
    for (const source of phrases) {
      const parts = source.split(' ').filter((part) => part !== '');
      const gaps = parts.filter((part) => part.startsWith('~'));
      expect({ source, places: parts.length - gaps.length <= 6 }).toEqual({ source, places: true });
      expect({ source, gaps: gaps.every((gap) => /^~([1-9]|1[0-5])$/.test(gap)) }).toEqual({ source, gaps: true });
      expect({ source, ends: !parts.at(-1)!.startsWith('~') && !parts[0]!.startsWith('~') }).toEqual({
        source,
        ends: true,
      });
    }
  });

  it('holds no regular expression', () => {
    for (const source of phrases) expect(source).toMatch(/^[a-z0-9{}|*#~ -]+$/);
  });

  const work = (text: string): number => {
    const before = phraseMatchers.reduce((sum, { operations }) => sum + operations, 0);
    detectEmergency(text);
    return phraseMatchers.reduce((sum, { operations }) => sum + operations, 0) - before;
  };

  it.each(['fire water blood gas ', 'is on fire in the ', 'he she they ', 'no not cant ', 'x ', 'help '])(
    'grows with the text and not faster: %j again and again',
    (piece) => {
      const once = work(piece.repeat(Math.floor(900 / piece.length)));
      const twice = work(piece.repeat(2 * Math.floor(900 / piece.length)));
      expect(twice).toBeLessThanOrEqual(2 * once);
      expect(twice).toBeLessThan(600_000);
    },
  );
});
