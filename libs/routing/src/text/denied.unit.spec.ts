import { describe, expect, it } from '@jest/globals';
import { read } from './said.js';

function deniedIn(text: string): string | undefined {
  const { words, subject } = read(text);
  if (subject === undefined) return undefined;
  const meant = [...subject.words];
  return words.filter((word) => (meant[0] === word ? meant.shift() === undefined : true)).join(' ');
}

describe('what a text says it is not about', () => {
  it.each([
    ['i do NOT want to cancel my booking, the screen is frozen', 'to cancel my booking'],
    ["I don't need a refund, just tell me how to turn the projector on", 'a refund'],
    ['not about the screen, how do I join the tournament', 'the screen'],
    ['never mind the invoice but the launch monitor shows wrong numbers', 'the invoice'],
    ['my card was charged twice, it is not about the screen', 'the screen'],
    ['no need to move my booking. fix the sound', 'to move my booking'],
  ])('"%s"', (text, denied) => expect(deniedIn(text)).toBe(denied));

  it.each([
    "I can't log in",
    'the door does not open, my code is right',
    'not working, tried the power button twice',
    "I don't want to lose my booking",
    "client dropped out so we don't need the bay",
    'he is ill, we do not want the bay',
    "it isn't here yet, the courier left it somewhere",
    "she doesn't want to live anymore, her mother called the desk",
    "I don't want to live, nobody in this building listens",
    'no, the left screen stays black',
    'where do I park',
  ])('is nothing in "%s"', (text) => expect(deniedIn(text)).toBeUndefined());

  it('leaves what is meant, and the whole text to whoever looks for danger', () => {
    const said = read("I don't need a refund, the screen burns");
    expect(said.words).toContain('refund');
    expect(said.subject?.words).toEqual(['i', 'dont', 'need', 'the', 'screen', 'burns']);
  });

  it('is a few words at the most, however long somebody goes on', () => {
    expect(deniedIn(`not about ${'refund '.repeat(200)}frozen screens`)?.split(' ')).toHaveLength(8);
  });
});
