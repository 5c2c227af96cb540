import { describe, expect, it, jest } from '@jest/globals';
import type { AnswerPart, Ask, Manifest, Passage } from '#contracts';
import { Deadline, err, failure, newTraceContext, ok, type Result } from '#kernel';
import type { Call } from '#platform/messaging';
import { club, doorCode, passageOf, policy } from '../testing/examples.js';
import type { Looked } from './find-material.js';
import { respondFromKnowledge, type AnswerTools } from './respond.js';

const manifest = { id: 'booking', version: '1.2.3' } as Manifest;
const call: Call = {
  deadline: Deadline.in(600_000),
  trace: newTraceContext(),
  principal: { id: 'x', kind: 'staff' },
  requestId: 'r',
};

/** Answers the queries it was told about, and none else. */
const knowing = (replies: Record<string, Result<readonly Passage[]>>, degraded: readonly string[] = []) => ({
  asked: [] as { query: string; call: Call; sops?: readonly string[] | undefined }[],
  search(query: string, _ask: Ask, callOfSearch: Call, sops?: readonly string[]): Promise<Result<Looked>> {
    this.asked.push({ query, call: callOfSearch, sops });
    const reply = replies[query];
    if (!reply) throw new Error(`Nobody told what to answer to "${query}".`);
    return Promise.resolve(reply.ok ? ok({ passages: reply.value, degraded }) : reply);
  },
});

async function respond(
  query: string,
  knowledge: ReturnType<typeof knowing>,
  rest: Partial<AnswerTools> = {},
): Promise<AnswerPart[]> {
  const parts: AnswerPart[] = [];
  const tools = { manifest, club, policy, knowledge, ...rest };
  for await (const part of respondFromKnowledge({ answerId: 'a', query, asker: 'staff' }, call, tools))
    parts.push(part);
  return parts;
}

const endOf = (parts: readonly AnswerPart[]) => parts.at(-1) as Extract<AnswerPart, { type: 'answer-end' }>;
const textOf = (parts: readonly AnswerPart[]): string =>
  parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
const sourcesOf = (parts: readonly AnswerPart[]): string[] =>
  parts.flatMap((part) => (part.type === 'source-add' ? [part.source.sop] : []));
const good = (sop: string, text = doorCode): Passage => passageOf(text, { sop });
const poor = (sop: string): Passage => passageOf(doorCode, { sop, coverage: 0.05, similarity: 0.05 });

/** Knowledge in one state after the other, as often as it is asked for the question. */
const moving = (query: string, states: readonly (readonly [string, string])[]) => {
  const asked = { times: 0 };
  const search = (searched: string): Promise<Result<Looked>> => {
    if (searched === query) asked.times += 1;
    const [first, rest] = states[Math.min(asked.times, states.length) - 1]!;
    const state = searched === query ? first : rest;
    return Promise.resolve(
      ok({ passages: [good('door', `${doorCode} ${state}`)], degraded: [], state, settled: true }),
    );
  };
  return { asked, search };
};

async function respondWhileMoving(states: readonly (readonly [string, string])[]) {
  const query = 'my code does not work';
  const knowledge = moving(query, states);
  const parts: AnswerPart[] = [];
  const withFallback = { ...policy, fallbackQuery: () => 'the door' };
  const tools = { manifest, club, policy: withFallback, knowledge, composer: 'c1' };
  for await (const part of respondFromKnowledge({ answerId: 'a', query, asker: 'staff' }, call, tools))
    parts.push(part);
  return { parts, times: knowledge.asked.times };
}

describe('an assistant that answers a question from some SOPs only', () => {
  const query = 'passed out by the tap';
  const only = { ...policy, fallbackQuery: () => 'what to do first', answersFrom: () => ['collapse'] };

  it('asks for these, and not for its other answers', async () => {
    const knowledge = knowing({ [query]: ok([good('collapse')]), 'what to do first': ok([good('first')]) });
    expect(sourcesOf(await respond(query, knowledge, { policy: only }))).toEqual(['collapse']);
    expect(knowledge.asked.map(({ sops }) => sops)).toEqual([['collapse'], undefined]);
  });

  it('leaves the others out even where whoever searches does not', async () => {
    const knowledge = knowing({ [query]: ok([good('leak')]), 'what to do first': ok([good('first')]) });
    expect(sourcesOf(await respond(query, knowledge, { policy: only }))).toEqual(['first']);
  });
});

describe('an answer while SOPs are published', () => {
  it('says which state it was made from, and by what', async () => {
    const { parts, times } = await respondWhileMoving([['one', 'one']]);
    expect(endOf(parts)).toMatchObject({ knowledge: 'one', composer: 'c1' });
    expect(times).toBe(1);
  });

  it('is looked up again where a publication came between two searches', async () => {
    const { parts, times } = await respondWhileMoving([
      ['one', 'two'],
      ['two', 'two'],
    ]);
    expect(endOf(parts).knowledge).toBe('two');
    expect(times).toBe(2);
  });

  it('keeps to what the first search saw where publications never pause, and names no state', async () => {
    const { parts, times } = await respondWhileMoving([['one', 'two']]);
    expect(endOf(parts).knowledge).toBeUndefined();
    expect(textOf(parts)).not.toContain('two');
    expect(times).toBe(3);
  });
});

describe('respondFromKnowledge', () => {
  it('begins, says the text, its sources and actions, and ends', async () => {
    const parts = await respond('no code', knowing({ 'no code': ok([good('door')]) }));
    expect(parts.map(({ type }) => type)).toEqual([
      'answer-start',
      'text-delta',
      'text-delta',
      'source-add',
      'action-add',
      'answer-end',
    ]);
    expect(parts[0]).toEqual({ type: 'answer-start', assistant: 'booking', version: '1.2.3' });
    expect(endOf(parts)).toMatchObject({
      composedBy: 'extractive',
      degraded: [],
      timings: { search: expect.any(Number), compose: expect.any(Number) },
    });
  });

  it('guesses nothing from a passage that hardly fits', async () => {
    const parts = await respond('purple unicorn', knowing({ 'purple unicorn': ok([poor('door')]) }));
    expect(textOf(parts)).not.toContain('60 minutes');
    expect(textOf(parts)).toContain('The nearest procedures are: Door codes and getting in.');
    expect(parts).toContainEqual({
      type: 'escalation-raise',
      escalation: expect.objectContaining({ to: 'duty-manager' }),
    });
  });

  it.each(['no-responders', 'deadline-exceeded', 'unavailable'] as const)(
    'hands over when knowledge is away: %s',
    async (code) => {
      const parts = await respond('no code', knowing({ 'no code': err(failure(code, 'Away.')) }));
      expect(endOf(parts)).toMatchObject({ category: 'escalation', degraded: ['knowledge-unavailable'] });
    },
  );

  it('says nothing more when the asker has left', async () => {
    const left = respond('no code', knowing({ 'no code': err(failure('cancelled', 'Left.')) }));
    await expect(left).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('keeps time back to send the answer in', async () => {
    const knowledge = knowing({ 'no code': ok([]) });
    await respond('no code', knowledge, { policy: { ...policy, reserveMs: 400 } });
    expect(knowledge.asked[0]?.call.deadline.at).toBeLessThanOrEqual(call.deadline.at - 400);
    expect(knowledge.asked[0]?.call.trace).toBe(call.trace);
  });

  it('answers both of two questions when both are clear', async () => {
    const query = 'what do clubs cost and can I bring my dog';
    const replies = {
      [query]: ok([good('prices')]),
      'what do clubs cost': ok([good('prices')]),
      'can I bring my dog': ok([good('rules')]),
    };
    expect(sourcesOf(await respond(query, knowing(replies)))).toEqual(['prices', 'rules']);
  });

  it('answers the whole when one half is not clear', async () => {
    const query = 'what do clubs cost and can I bring my dog';
    const replies = {
      [query]: ok([good('prices')]),
      'what do clubs cost': ok([good('prices')]),
      'can I bring my dog': ok([poor('rules')]),
    };
    expect(sourcesOf(await respond(query, knowing(replies)))).toEqual(['prices']);
  });

  describe('to two things of which it knows one', () => {
    const query = 'I was charged twice and my screen is frozen';
    const one = 'I was charged twice';
    const other = 'my screen is frozen';

    it('answers that and says what it does not cover', async () => {
      const replies = { [query]: ok([poor('prices')]), [one]: ok([good('payment')]), [other]: ok([poor('door')]) };
      const parts = await respond(query, knowing(replies));
      expect(sourcesOf(parts)).toEqual(['payment']);
      expect(textOf(parts)).toContain('Not covered here: "my screen is frozen". Please ask that on its own.');
    });

    it('says so too where the whole was answered from the same procedure', async () => {
      const replies = { [query]: ok([good('payment')]), [one]: ok([good('payment')]), [other]: ok([poor('door')]) };
      expect(textOf(await respond(query, knowing(replies)))).toContain('Not covered here');
    });

    it('repeats no figure of the asker', async () => {
      const bay = 'my bay 4 is frozen';
      const asked = `${one} and ${bay}`;
      const replies = { [asked]: ok([poor('prices')]), [one]: ok([good('payment')]), [bay]: ok([poor('door')]) };
      const text = textOf(await respond(asked, knowing(replies)));
      expect(text).toContain('The other part of the question is not covered here.');
      expect(text).not.toContain('bay 4');
    });
  });

  it('names another SOP whose score is near, and none that is far behind', async () => {
    const scored = (sop: string, score: number): Passage =>
      passageOf(doorCode, { sop, score, heading: `About ${sop}` });
    const parts = await respond(
      'no code',
      knowing({ 'no code': ok([scored('door', 1), scored('prices', 0.85), scored('rules', 0.5)]) }),
    );
    expect(sourcesOf(parts)).toEqual(['door', 'prices']);
    expect(textOf(parts)).toContain('See also: About prices.');
  });

  it('names none where the assistant wants one way only', async () => {
    const scored = (sop: string, score: number): Passage => passageOf(doorCode, { sop, score });
    const knowledge = knowing({ 'no code': ok([scored('door', 1), scored('prices', 0.9)]) });
    expect(sourcesOf(await respond('no code', knowledge, { policy: { ...policy, seesAlso: false } }))).toEqual([
      'door',
    ]);
  });

  it('says what was not available to the search', async () => {
    const parts = await respond('no code', knowing({ 'no code': ok([good('door')]) }, ['embedding-unavailable']));
    expect(endOf(parts).degraded).toEqual(['embedding-unavailable']);
  });

  it('answers without what it looked up beside the question', async () => {
    const replies = { 'no code': ok([good('door')]), 'first minute': err(failure('unavailable', 'Away.')) };
    const parts = await respond('no code', knowing(replies), {
      policy: { ...policy, fallbackQuery: () => 'first minute' },
    });
    expect(sourcesOf(parts)).toEqual(['door']);
    expect(endOf(parts).degraded).toEqual([]);
  });

  it('falls back to the section that the assistant names', async () => {
    const replies = { 'xyz happened': ok([poor('door')]), 'first minute': ok([good('first-minute')]) };
    const parts = await respond('xyz happened', knowing(replies), {
      policy: { ...policy, fallbackQuery: () => 'first minute' },
    });
    expect(sourcesOf(parts)).toEqual(['first-minute', 'door']);
    expect(endOf(parts).confidence).toBeLessThan(0.45);
  });

  it('lets a model word an answer that has sources, and none without', async () => {
    const word = jest.fn<NonNullable<AnswerTools['word']>>(async function* (_, draft) {
      yield { type: 'text-delta', text: await Promise.resolve('In other words.') };
      return { ...draft, composedBy: 'model:m' };
    });
    const knowledge = knowing({ 'no code': ok([good('door')]), nothing: ok([]) });
    const worded = await respond('no code', knowledge, { word });
    expect([textOf(worded), endOf(worded).composedBy]).toEqual(['In other words.', 'model:m']);
    expect(endOf(await respond('nothing', knowledge, { word })).composedBy).toBe('extractive');
    expect(
      endOf(await respond('no code', knowledge, { word, policy: { ...policy, mayUseModel: false } })).composedBy,
    ).toBe('extractive');
    expect(word).toHaveBeenCalledTimes(1);
  });
});
