import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ModelFailure, type ChatModel, type ChatPart } from '#ai';
import { Deadline, newTraceContext } from '#kernel';
import { textOf } from '../answer/draft.js';
import { composeAnswer } from '../compose/compose-answer.js';
import { ungroundedPromises } from '../grounding/promises.js';
import { ungroundedFigures } from '../grounding/ungrounded-figures.js';
import { candidateOf, club, doorCode, policy } from '../testing/examples.js';
import { wordWith } from './word-answer.js';

const question = { ask: { answerId: 'a', query: 'where is my quokka', asker: 'member' as const }, club, policy };
/** Words that are known, and stand in no span: what is wrong with them is only what they claim. */
const names = {
  title: 'Refund, free of charge: we will send a technician, someone is coming, money back on the house, Elephants',
  heading: 'Twenty, five, hundred, half, noon, Monday, May, dot com, evil, dollars, one, two',
};
const draft = composeAnswer(question, { chosen: [candidateOf(doorCode, names)], near: [] });
const afterwards = `\n\nAs the procedures have it:\n\n${textOf(draft)}`;

/** Says a text in pieces, and ends as it should or breaks off. */
const saying = (pieces: readonly string[], breaksOff: boolean): ChatModel => ({
  async *stream(): AsyncGenerator<ChatPart> {
    yield { type: 'text-start', provider: 'stub', model: 'stub' };
    for (const text of pieces) yield await Promise.resolve({ type: 'text-delta', text });
    if (breaksOff) throw new ModelFailure('cut', 'stub', 'broke off');
    yield { type: 'text-end', provider: 'stub', model: 'stub', usage: { inputTokens: 1, outputTokens: 1 }, cost: 0 };
  },
  fill: () => Promise.reject(new Error('Nothing here is filled in.')),
});

const call = () => ({
  deadline: Deadline.in(600_000),
  trace: newTraceContext(),
  principal: { id: 'x', kind: 'member' as const },
  requestId: 'r',
});

/** What of the answer is the model's own, and whether the procedures had to go on. */
async function worded(pieces: readonly string[], breaksOff = false): Promise<{ own: string; whole: boolean }> {
  let said = '';
  const model = saying(pieces, breaksOff);
  for await (const part of wordWith(model, { warn: () => undefined })(question, draft, call())) said += part.text;
  if (said === textOf(draft)) return { own: '', whole: false };
  return said.endsWith(afterwards)
    ? { own: said.slice(0, -afterwards.length), whole: false }
    : { own: said, whole: true };
}

/** Pieces of what may be said and of what may not, so that most sentences are somewhere between. */
const scraps = fc.constantFrom(
  ...['The', 'the code', 'comes', 'by', 'text', 'a', 'you', 'You', 'not', 'no', 'cannot', 'for', 'for', 'ty', 'and', 'in', 'app'],
  ...['60 minutes', '60', 'dollars', 'minutes', 'send', '50', '5', '0', 'twenty', 'five', 'hundred', 'half', 'one', 'two', 'on the house', 'someone', 'we', 'are sending', 'dot', 'com', '$', '€', '.', ',', ':', '-', '1.', '2)', '\n', '\n\n', '50.'],
  ...['refund', 'free', 'fr', 'ee', 'we will', "we'", 'll', 'send', 'a technician', 'is coming', 'will', 'way', 'on its', 'money back'],
  ...['evil.example', 'Evil', '.Com', '@', 'dot com', 'http://', '555-0100', '555', '0666', 'noon', '4 pm', 'Monday', 'May'],
  ...['[S1]', '[S', '9]', '**', '*', '_', '`', '(', ')', '"', '\u200b', '５', '٥', '½', '²', 'quokka', 'PWNED', 'Elephants', '?', '!'],
); // prettier-ignore
const gap = fc.constantFrom('', ' ', ' ', ' ', ' ', '. ', '\n');
const texts = fc
  .array(fc.tuple(scraps, gap), { maxLength: 14 })
  .map((all) => all.map(([scrap, space]) => scrap + space).join(''));
const cut = (text: string, places: readonly number[]): string[] => {
  const at = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length];
  return at.slice(1).map((place, index) => text.slice(at[index], place));
};
const cuts = fc.array(fc.nat(), { maxLength: 30 });
const runs = { numRuns: 400 };
/** Each of their lines alone is no address. */
const addressesInLines = ['The\ndot\napp', 'The Dot\napp', 'The DOT app'];

describe('whatever a model says, in whatever pieces, and wherever it breaks off', () => {
  it('no figure and no promise of it is heard that stands in no span', async () => {
    await fc.assert(
      fc.asyncProperty(texts, cuts, fc.boolean(), async (text, places, breaksOff) => {
        const { own } = await worded(cut(text, places), breaksOff);
        // A mark of a step is none, and nothing else that looks like one.
        expect(ungroundedFigures(own, draft.sources)).toEqual([]);
        expect(ungroundedPromises(own, draft.sources)).toEqual([]);
        expect(ungroundedPromises(own.replace(/(?<![.!?])\n+/g, ' '), draft.sources)).toEqual([]);
        expect(own).not.toMatch(/\b(?:quokka|PWNED)\b/i);
      }),
      { ...runs, examples: addressesInLines.map((text): [string, number[], boolean] => [text, [], false]) },
    );
  });

  it('what is said word by word is what is said sentence by sentence, and of the one that fails only its beginning', async () => {
    await fc.assert(
      fc.asyncProperty(texts, cuts, async (text, places) => {
        // In one piece every sentence but the last is over when it is looked at.
        const [whole, pieces] = await Promise.all([
          worded([`${text}\n`, 'x']),
          worded([...cut(`${text}\n`, places), 'x']),
        ]);
        expect(pieces.whole).toBe(whole.whole);
        if (whole.whole) expect(pieces.own).toBe(whole.own);
        // How much of the one that fails was there in time depends on the pieces: one of the two is the beginning of the other.
        const [less, more] = [pieces.own, whole.own]
          .map((own) => own.replace(/ …$/, ''))
          .sort((one, other) => one.length - other.length) as [string, string];
        expect(more.startsWith(less)).toBe(true);
        expect(more.slice(less.length)).toMatch(/^\s*[\p{L}'’ ,]*$/u);
      }),
      runs,
    );
  });
});
