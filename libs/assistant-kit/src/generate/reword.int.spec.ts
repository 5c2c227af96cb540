import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { inspect } from 'node:util';
import { AnthropicChat, OpenAiChat, type ChatModel } from '#ai';
import { Deadline, fail, newTraceContext } from '#kernel';
import type { Call } from '#platform/messaging';
import { eventually } from '#testing';
import { textOf, type Draft } from '../answer/draft.js';
import { composeAnswer } from '../compose/compose-answer.js';
import { candidateOf, club, doorCode, policy } from '../testing/examples.js';
import { ModelStub } from '../testing/model-stub.js';
import { rewordWith } from './reword.js';

const question = { ask: { answerId: 'a', query: 'where is my code', asker: 'member' as const }, club, policy };
const draft = composeAnswer(question, { chosen: [candidateOf(doorCode)], near: [] });

const callOf = (milliseconds = 5_000, signal?: AbortSignal): Call => ({
  deadline: Deadline.in(milliseconds),
  trace: newTraceContext(),
  principal: { id: 'x', kind: 'member' },
  requestId: 'r',
  ...(signal ? { signal } : {}),
});

describe.each([
  [
    'OpenAI',
    '/v1/chat/completions',
    (url: string) => new OpenAiChat({ apiKey: 'key-of-the-test', baseUrl: `${url}/v1`, model: 'stub-model' }),
  ],
  [
    'Anthropic',
    '/v1/messages',
    (url: string) => new AnthropicChat({ apiKey: 'key-of-the-test', baseUrl: url, model: 'stub-model' }),
  ],
])('an answer worded by a model of %s', (_, path, modelAt) => {
  const warn = jest.fn();
  let stub: ModelStub;
  let model: ChatModel;

  beforeAll(async () => {
    stub = await ModelStub.start();
    model = modelAt(stub.url);
  });
  afterAll(() => stub.stop());
  beforeEach(() => {
    stub.calls.length = 0;
    warn.mockClear();
  });

  const reword = (call = callOf()): Promise<Draft> => rewordWith(model, { warn })(question, draft, call);

  it('is the model’s text, from the same sources and with the same actions', async () => {
    stub.behavior = {
      says: ['It comes ', '60 minutes ', 'before **you** start.\n\n', '1. Look in the app.\n2. Call 555-0100.'],
    };
    const worded = await reword();
    expect(worded).toEqual({
      ...draft,
      paragraphs: ['It comes 60 minutes before you start.', '1. Look in the app.\n2. Call 555-0100.'],
      composedBy: 'model:stub-model',
    });
  });

  it('is asked for with the question and the spans as data', async () => {
    stub.behavior = { says: ['Yes.'] };
    await reword();
    expect(stub.calls).toEqual([
      expect.objectContaining({ path, body: expect.objectContaining({ model: 'stub-model', stream: true }) }),
    ]);
    const sent = JSON.stringify(stub.calls[0]?.body);
    expect(sent).toContain('where is my code');
    expect(sent).toContain('Look in the app, your texts and the spam folder.');
    expect(sent).not.toContain('Resend code');
  });

  it.each([
    ['a number', 'It comes 30 minutes before.'],
    ['an amount in words', 'A new one costs ten dollars.'],
    ['a phone number', 'Call 555-0111.'],
    ['a link', 'See nightjar-codes.example/now.'],
  ])('stays in the procedure’s words when the model made up %s', async (_what, says) => {
    stub.behavior = { says: [says] };
    expect(await reword()).toEqual({ ...draft, degraded: ['model-ungrounded'] });
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['refuses', { status: 500 }],
    ['is overloaded', { status: 429 }],
    ['breaks off', { says: ['It comes 60 minutes'], thenBreaksOff: true }],
    ['runs out of tokens', { says: ['It comes 60 minutes'], finish: 'length' }],
    ['says nothing', { says: [] }],
    ['does not stop talking', { says: Array.from({ length: 50 }, () => 'and on '.repeat(20)) }],
  ])('stays in the procedure’s words when the model %s, after one try', async (_what, behavior) => {
    stub.behavior = behavior;
    expect(await reword()).toEqual({ ...draft, degraded: ['model-unavailable'] });
    expect(stub.calls).toHaveLength(1);
  });

  it('stays in the procedure’s words when the model is not done by the deadline, and lets go of it', async () => {
    stub.behavior = 'hangs';
    const before = stub.abandoned;
    expect(await reword(callOf(300))).toEqual({ ...draft, degraded: ['model-unavailable'] });
    await eventually(() => expect(stub.abandoned).toBe(before + 1));
  });

  it('is given up when the asker leaves, and lets go of the model', async () => {
    stub.behavior = 'hangs';
    const before = stub.abandoned;
    const leaving = new AbortController();
    const worded = reword(callOf(5_000, leaving.signal));
    await eventually(() => expect(stub.calls).toHaveLength(1));
    leaving.abort(fail('cancelled', 'The caller has left.'));
    await expect(worded).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    await eventually(() => expect(stub.abandoned).toBe(before + 1));
  });

  it('has nothing of the key in what is logged', async () => {
    stub.behavior = { status: 401 };
    await reword();
    expect(inspect(warn.mock.calls, { depth: 9 })).toContain('401');
    expect(inspect(warn.mock.calls, { depth: 9 })).not.toContain('key-of-the-test');
  });
});

describe('the draft of this spec', () => {
  it('has something to lose', () => expect(textOf(draft)).toContain('60 minutes'));
});
