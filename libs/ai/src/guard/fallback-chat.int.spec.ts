import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { Deadline } from '#kernel';
import { parseSettings } from '#platform/config';
import { eventually } from '#testing';
import { ModelStub, type StubBehavior } from '#testing/models';
import { MemoryLedger } from '../budget/spending-ledger.js';
import { chatModelOf } from '../chat/chat-model-of.js';
import { chatSettings } from '../chat/chat-settings.js';
import type { ChatEnd, ChatPart, ChatRequest } from '../chat/chat-model.js';
import type { FallbackChat } from './fallback-chat.js';
import type { CallRecord } from './guarded-model.js';

const request: ChatRequest = { system: 'Be brief.', user: 'How long?', maxTokens: 100 };
const dollar = 1_000_000;

let first: ModelStub;
let second: ModelStub;
let ledger: MemoryLedger;
const called = jest.fn<(record: CallRecord) => void>();
const rested = jest.fn();

beforeAll(async () => {
  [first, second] = [await ModelStub.start(), await ModelStub.start()];
});
afterAll(() => Promise.all([first.stop(), second.stop()]));
beforeEach(() => {
  for (const stub of [first, second]) stub.calls.length = 0;
  second.behavior = { says: ['from the second'] };
  ledger = new MemoryLedger(dollar);
  called.mockClear();
  rested.mockClear();
});

/** Anthropic first, then a local server. */
function chat(environment: Record<string, string> = {}): FallbackChat {
  const given = {
    ANTHROPIC_API_KEY: 'key-of-the-test',
    ANTHROPIC_BASE_URL: first.url,
    ANTHROPIC_PRICES: '10/20',
    LOCAL_MODEL_BASE_URL: `${second.url}/v1`,
    LOCAL_MODEL: 'llama',
  };
  const settings = parseSettings(chatSettings, { ...given, ...environment });
  if (!settings.ok) throw new Error(settings.error.message);
  const model = chatModelOf(settings.value, { ledger, observer: { called, rested } });
  if (!model) throw new Error('No model is set.');
  return model;
}

async function ask(
  model: FallbackChat,
  options: { deadline?: Deadline; signal?: AbortSignal } = {},
): Promise<{ text: string; end: ChatEnd | undefined }> {
  const parts: ChatPart[] = [];
  for await (const part of model.stream(request, { deadline: Deadline.in(5_000), ...options })) parts.push(part);
  const text = parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
  return { text, end: parts.find((part) => part.type === 'text-end') };
}
const reasonOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'nothing',
    (error: { reason?: unknown; failure?: { code: unknown } }) => error.reason ?? error.failure?.code,
  );
const alone = { MODEL_ORDER: 'anthropic' };

describe('models in their order', () => {
  it('asks the first only, and says who answered and what it took', async () => {
    first.behavior = { says: ['60 ', 'minutes'], usage: { input: 30, output: 4 } };
    const { text, end } = await ask(chat());
    expect(text).toBe('60 minutes');
    const usage = { inputTokens: 30, outputTokens: 4 };
    expect(end).toEqual({ type: 'text-end', provider: 'anthropic', model: 'claude-haiku-5-5', usage, cost: 380 });
    expect(second.calls).toEqual([]);
  });

  it.each<[string, StubBehavior]>([
    ['429', { status: 429, headers: { 'retry-after': '1' } }],
    ['529', { status: 529 }],
    ['500', { status: 500 }],
    ['a key it does not take', { status: 401 }],
    ['a model it does not know', { status: 404 }],
    ['garbage', { status: 200, headers: { 'content-type': 'text/event-stream' }, body: 'event: x\ndata: {\n\n' }],
    ['another content type', { status: 200, headers: { 'content-type': 'text/html' }, body: 'Hello' }],
    ['silence', 'hangs'],
    ['a drip', { says: ['60 minutes'], drip: { bytes: 1, everyMs: 25 } }],
    ['an end before a word', { says: [], cut: 'reset' }],
  ])('asks the second after %s, once', async (_, behavior) => {
    first.behavior = behavior;
    const { text } = await ask(chat({ MODEL_FIRST_PIECE_MS: '500' }));
    expect(text).toBe('from the second');
    expect([first.calls.length, second.calls.length]).toEqual([1, 1]);
  });

  it('asks nobody else once something was said', async () => {
    first.behavior = { says: ['60 '], cut: 'reset' };
    expect(await reasonOf(ask(chat()))).toBe('cut');
    expect(second.calls).toEqual([]);
  });

  it('takes no silence in the middle for an answer', async () => {
    first.behavior = { says: ['60 '], cut: 'hang' };
    expect(await reasonOf(ask(chat({ MODEL_GAP_MS: '100' })))).toBe('late');
  });

  it('goes in the order that is set, and tells of a key that is missing', async () => {
    first.behavior = { says: ['from the first'] };
    const model = chat({ MODEL_ORDER: 'openai,local,anthropic' });
    expect((await ask(model)).text).toBe('from the second');
    expect(model.problems).toEqual(['openai: is in the order, and OPENAI_API_KEY is not set']);
    const keyless = chat({ MODEL_ORDER: 'openai' });
    expect(await reasonOf(ask(keyless))).toBe('missing-key');
  });

  it('says the reason of the one that was wanted when all fail', async () => {
    first.behavior = { status: 529 };
    second.behavior = { status: 500 };
    const failed: unknown = await ask(chat()).catch((error: unknown) => error);
    expect(failed).toMatchObject({ reason: 'overloaded', failure: { code: 'unavailable' } });
    expect((failed as Error).message).toBe(
      'models: anthropic: answered with status 529; local: answered with status 500',
    );
  });
});

describe('a provider that does not work', () => {
  it('is left alone after three failures, and named', async () => {
    first.behavior = { status: 500 };
    const model = chat();
    for (let count = 0; count < 10; count += 1) await ask(model);
    expect([first.calls.length, second.calls.length]).toEqual([3, 10]);
    expect(model.problems).toEqual(['anthropic: answered with status 500']);
    expect(rested).toHaveBeenCalledTimes(1);
  });

  it.each([401, 404])('is left alone at once after status %i, and looked up before anybody asks', async (status) => {
    first.behavior = { status };
    const model = chat();
    await model.lookUp({ deadline: Deadline.in(5_000), signal: Deadline.in(5_000).signal() });
    expect(model.problems).toEqual([
      expect.stringMatching(`^anthropic: answered with status ${status} and .*(?:key|model)$`),
    ]);
    expect((await ask(model)).text).toBe('from the second');
    expect(first.calls).toEqual([]);
  });

  it('is left alone for as long as it says', async () => {
    first.behavior = { status: 429, headers: { 'retry-after': '300' } };
    const model = chat(alone);
    expect(await reasonOf(ask(model))).toBe('rate-limited');
    first.behavior = { says: ['60'] };
    expect(await reasonOf(ask(model))).toBe('rate-limited');
    expect(first.calls).toHaveLength(1);
  });

  it('is tried again after its rest, and used', async () => {
    first.behavior = { status: 500 };
    const model = chat({ ...alone, MODEL_BREAKER_REST_MS: '100' });
    for (let count = 0; count < 3; count += 1) await reasonOf(ask(model));
    first.behavior = { says: ['60'] };
    await eventually(async () => expect((await ask(model)).text).toBe('60'));
    expect(model.problems).toEqual([]);
    expect(rested).toHaveBeenLastCalledWith('anthropic', 'claude-haiku-5-5', undefined);
  });

  it('is known by its silence while calls still wait for it, and waited for no longer than others', async () => {
    first.behavior = 'hangs';
    const model = chat({ MODEL_STALL_MS: '60', MODEL_FIRST_PIECE_MS: '60000' });
    const leaving = new AbortController();
    const waiting = Array.from({ length: 3 }, () => ask(model, { signal: leaving.signal }).catch(() => undefined));
    const third = await Promise.any(waiting.map(async (each) => (await each) ?? Promise.reject(new Error('left'))));
    expect(third.text).toBe('from the second');
    expect(model.problems).toEqual(['anthropic: did not answer in time']);
    expect((await ask(model)).text).toBe('from the second');
    expect(first.calls).toHaveLength(3);
    leaving.abort();
    expect((await Promise.all(waiting)).filter((each) => each !== undefined)).toEqual([third]);
  });

  it('is asked by no more at once than may', async () => {
    first.behavior = 'hangs';
    const model = chat({ ...alone, MODEL_CONCURRENCY: '2' });
    const leaving = new AbortController();
    const waiting = [1, 2].map(() => reasonOf(ask(model, { signal: leaving.signal })));
    await eventually(() => expect(first.calls).toHaveLength(2));
    expect(await reasonOf(ask(model))).toBe('busy');
    leaving.abort();
    await Promise.all(waiting);
    first.behavior = { says: ['60'] };
    expect((await ask(model)).text).toBe('60');
  });

  it('does not double the load on the others', async () => {
    first.behavior = { status: 500 };
    // Never rests, so that every request would be asked twice.
    const model = chat({ MODEL_BREAKER_STRIKES: '100' });
    for (let count = 0; count < 99; count += 1) await reasonOf(ask(model));
    expect((first.calls.length + second.calls.length - 10) / 99).toBeLessThanOrEqual(1.2);
  });
});

describe('a deadline and a caller', () => {
  it('starts no call after the deadline, and none for who has left', async () => {
    expect(await reasonOf(ask(chat(), { deadline: Deadline.in(-1) }))).toBe('deadline-exceeded');
    expect(await reasonOf(ask(chat(), { signal: AbortSignal.abort() }))).toBe('cancelled');
    expect([first.calls, second.calls]).toEqual([[], []]);
  });

  it.each<[string, StubBehavior]>([
    ['hangs', 'hangs'],
    ['drips', { says: ['x'.repeat(500)], drip: { bytes: 1, everyMs: 10 } }],
  ])('asks nobody else when the deadline passes while the first one %s', async (_, behavior) => {
    first.behavior = behavior;
    expect(await reasonOf(ask(chat(), { deadline: Deadline.in(120) }))).toBe('deadline-exceeded');
    expect(second.calls).toEqual([]);
  });
});

describe('the budget', () => {
  /** 26 tokens that the prompt may be, at ten millionths each, and 100 that may be written, at twenty. */
  const reserved = 10 * (16 + 5 + 5) + 20 * 100;

  it('settles for what the provider counted', async () => {
    first.behavior = { says: ['60'], usage: { input: 30, output: 4 } };
    await ask(chat());
    expect(ledger.spent).toBe(380);
    expect(called).toHaveBeenCalledWith(expect.objectContaining({ cost: 380, failure: undefined }));
  });

  it('is reserved before the call, and refuses it where it does not suffice', async () => {
    first.behavior = { says: ['60'] };
    ledger = new MemoryLedger(reserved - 1);
    expect(await reasonOf(ask(chat(alone)))).toBe('budget-exhausted');
    expect(first.calls).toEqual([]);
    ledger = new MemoryLedger(reserved);
    expect(await reasonOf(ask(chat(alone)))).toBe('nothing');
  });

  it('leaves the model of one’s own', async () => {
    ledger = new MemoryLedger(0);
    expect((await ask(chat())).text).toBe('from the second');
    expect(first.calls).toEqual([]);
  });

  it('holds when many ask at once', async () => {
    first.behavior = { says: ['60'], usage: { input: 26, output: 100 } };
    ledger = new MemoryLedger(reserved * 4);
    const all = await Promise.all(Array.from({ length: 20 }, () => reasonOf(ask(chat(alone)))));
    expect(all.filter((each) => each === 'nothing')).toHaveLength(4);
    expect(ledger.spent).toBeLessThanOrEqual(reserved * 4);
  });

  it.each<[string, StubBehavior, number]>([
    ['nothing for a refusal', { status: 429 }, 0],
    ['the prompt for silence', 'hangs', 260],
    [
      'the prompt and what was written for a cut',
      { says: ['x'.repeat(40)], cut: 'reset', usage: { input: 30, output: 4 } },
      300 + 20 * 36,
    ],
  ])('takes %s', async (_, behavior, cost) => {
    first.behavior = behavior;
    await reasonOf(ask(chat({ ...alone, MODEL_FIRST_PIECE_MS: '100' })));
    expect(ledger.spent).toBe(cost);
  });

  it('takes what was written for a caller that left', async () => {
    first.behavior = { says: ['x'.repeat(40)], cut: 'hang', usage: { input: 30, output: 4 } };
    for await (const part of chat(alone).stream(request, { deadline: Deadline.in(5_000) }))
      if (part.type === 'text-delta') break;
    expect(ledger.spent).toBe(300 + 20 * 36);
    expect(called).toHaveBeenCalledWith(expect.objectContaining({ failure: 'cancelled' }));
  });

  it('is not spent where nobody can say what was', async () => {
    first.behavior = { says: ['60'] };
    ledger.reserve = () => Promise.reject(new Error('away'));
    expect(await reasonOf(ask(chat(alone)))).toBe('budget-unknown');
    expect(first.calls).toEqual([]);
  });
});

describe('a value of a shape', () => {
  const filled = (model = chat()) =>
    model.fill(
      { ...request, name: 'duration', schema: z.object({ minutes: z.int().max(90) }) },
      { deadline: Deadline.in(5_000) },
    );

  it('is parsed, and says who filled it', async () => {
    first.behavior = { says: ['{"minu', 'tes":60}'] };
    expect(await filled()).toMatchObject({ value: { minutes: 60 }, provider: 'anthropic', cost: expect.any(Number) });
    expect(first.calls[0]?.body['output_config']).toMatchObject({
      format: { type: 'json_schema', schema: { required: ['minutes'], additionalProperties: false } },
    });
  });

  it.each([
    ['no JSON', 'Sure! Here it is:'],
    ['another shape', '{"hours":1}'],
    ['what the schema does not allow', '{"minutes":91}'],
  ])('comes from the second when the first writes %s', async (_, text) => {
    first.behavior = { says: [text] };
    second.behavior = { says: ['{"minutes":45}'] };
    expect(await filled()).toMatchObject({ value: { minutes: 45 }, provider: 'local' });
  });

  it('is a failure of the model that cannot, and counts against it', async () => {
    first.behavior = { says: ['{"secret of the member":1}'] };
    const model = chat(alone);
    for (let count = 0; count < 3; count += 1) {
      const error: unknown = await filled(model).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ reason: 'bad-output' });
      expect((error as Error).message).not.toContain('secret of the member');
    }
    await reasonOf(filled(model));
    expect(first.calls).toHaveLength(3);
  });
});

describe('the settings', () => {
  it('want no model where nothing is set', () => {
    const parsed = parseSettings(chatSettings, {});
    expect(parsed.ok && chatModelOf(parsed.value, { ledger })).toBeUndefined();
  });

  it.each([
    ['MODEL_ORDER', 'anthropic,bard'],
    ['MODEL_ORDER', 'openai,openai'],
    ['ANTHROPIC_PRICES', 'cheap'],
    ['MODEL_BUDGET_PER_DAY', '-1'],
    ['MODEL_STALL_MS', '0'],
    ['OPENAI_PROTOCOL', 'smoke'],
  ])('refuse %s=%s with a sentence', (name, value) => {
    const parsed = parseSettings(chatSettings, { [name]: value });
    expect(parsed).toMatchObject({ ok: false, error: { message: expect.stringMatching(`^${name} .*; it takes `) } });
  });
});
