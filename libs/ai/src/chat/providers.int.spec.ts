import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { Deadline } from '#kernel';
import { eventually, FakeClock } from '#testing';
import { ModelStub, type StubBehavior } from '#testing/models';
import { AnthropicChat } from './anthropic-chat.js';
import type { ChatProvider, ProviderCall, ProviderPart, ProviderRequest } from './chat-model.js';
import { OpenAiChat } from './openai-chat.js';
import { OpenAiResponses } from './openai-responses.js';

const request: ProviderRequest = { system: 'Be brief.', user: 'How long?', maxTokens: 100 };
const shape = { name: 'duration', schema: { type: 'object', properties: { minutes: { type: 'number' } } } };
const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Welcome to the proxy</h1>' };
const garbage = { status: 200, headers: { 'content-type': 'text/event-stream' }, body: 'event: x\ndata: {"half":\n\n' };
const endless = { ...garbage, body: 'x'.repeat(5 * 1024 * 1024) };

const by = (deadline: Deadline, signal?: AbortSignal): ProviderCall => ({ deadline, signal: deadline.signal(signal) });

const apiKey = 'key-of-the-test';
interface Protocol {
  readonly name: string;
  readonly path: string;
  at(url: string): ChatProvider;
  readonly inBody: object;
  readonly shaped: object;
  /** In its own words: why it stops at the token limit, and where it will not answer. */
  readonly stops: { readonly tooLong: string; readonly declined: string };
}
const openAiStops = { tooLong: 'length', declined: 'content_filter' };

const protocols: readonly Protocol[] = [
  {
    name: 'OpenAI chat completions',
    path: '/v1/chat/completions',
    at: (url) => new OpenAiChat({ apiKey, baseUrl: `${url}/v1`, model: 'stub-model' }),
    inBody: {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'How long?' },
      ],
      max_completion_tokens: 100,
    },
    shaped: { response_format: { type: 'json_schema', json_schema: { ...shape, strict: true } } },
    stops: openAiStops,
  },
  {
    name: 'OpenAI responses',
    path: '/v1/responses',
    at: (url) => new OpenAiResponses({ apiKey, baseUrl: `${url}/v1`, model: 'stub-model' }),
    inBody: { instructions: 'Be brief.', input: 'How long?', max_output_tokens: 100, store: false },
    shaped: { text: { format: { type: 'json_schema', ...shape, strict: true } } },
    stops: openAiStops,
  },
  {
    name: 'Anthropic messages',
    path: '/v1/messages',
    at: (url) => new AnthropicChat({ apiKey, baseUrl: url, model: 'stub-model' }),
    inBody: { system: 'Be brief.', messages: [{ role: 'user', content: 'How long?' }], max_tokens: 100 },
    shaped: { output_config: { format: { type: 'json_schema', schema: shape.schema } } },
    stops: { tooLong: 'max_tokens', declined: 'refusal' },
  },
];

describe.each(protocols)('$name', ({ path, at, inBody, shaped, stops }) => {
  let stub: ModelStub;
  let model: ChatProvider;

  beforeAll(async () => {
    stub = await ModelStub.start();
    model = at(stub.url);
  });
  afterAll(() => stub.stop());
  beforeEach(() => {
    stub.calls.length = 0;
  });

  async function ask(call = by(Deadline.in(5_000)), of: ProviderRequest = request): Promise<ProviderPart[]> {
    const parts: ProviderPart[] = [];
    for await (const part of model.stream(of, call)) parts.push(part);
    return parts;
  }
  const reasonOf = async (behavior: StubBehavior): Promise<unknown> => {
    stub.behavior = behavior;
    return ask().then(
      () => 'nothing',
      (error: { reason?: unknown }) => error.reason,
    );
  };

  it('gives the text in pieces, and what it took', async () => {
    stub.behavior = { says: ['60 ', 'minutes.'], usage: { input: 21, output: 7 } };
    const parts = await ask();
    const texts = parts.flatMap((part) => (part.type === 'text-delta' ? [part.text] : []));
    const usage = Object.assign({}, ...parts.map((part) => (part.type === 'usage' ? part.usage : {}))) as unknown;
    expect(texts).toEqual(['60 ', 'minutes.']);
    expect(usage).toEqual({ inputTokens: 21, outputTokens: 7 });
  });

  it('speaks the wire protocol, with the key in its place', async () => {
    stub.behavior = { says: ['x'] };
    await ask();
    const body = expect.objectContaining({ model: 'stub-model', stream: true, ...inBody });
    expect(stub.calls).toEqual([expect.objectContaining({ path, body })]);
    expect(stub.calls[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });

  it('asks for a shape', async () => {
    stub.behavior = { says: ['{}'] };
    await ask(undefined, { ...request, shape });
    expect(stub.calls[0]?.body).toMatchObject(shaped);
  });

  it.each<[string, StubBehavior, string]>([
    ['429', { status: 429 }, 'rate-limited'],
    ['529', { status: 529 }, 'overloaded'],
    ['503', { status: 503 }, 'overloaded'],
    ['500', { status: 500 }, 'unavailable'],
    ['401', { status: 401 }, 'refused-key'],
    ['403', { status: 403 }, 'refused-key'],
    ['404', { status: 404 }, 'unknown-model'],
    ['400', { status: 400 }, 'refused-request'],
    ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:1/v1' } }, 'refused-request'],
    ['an error page', { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad' }, 'unavailable'],
    ['a page instead of events', html, 'bad-output'],
    ['JSON instead of events', { status: 200, body: '{}' }, 'bad-output'],
    ['events that are no JSON', garbage, 'bad-output'],
    ['a body without an end', endless, 'bad-output'],
    ['a stream without an end', { says: ['60 '], cut: 'end' }, 'cut'],
    ['a connection torn down in the middle', { says: ['60 '], cut: 'reset' }, 'cut'],
    ['an overload in the middle', { says: ['60 '], error: 'overloaded_error' }, 'overloaded'],
    ['nothing', { says: [], cut: 'end' }, 'cut'],
    ['more than fits its tokens', { says: ['60 '], finish: stops.tooLong }, 'too-long'],
    ['a refusal', { says: ['I '], finish: stops.declined }, 'declined'],
  ])('knows %s for what it is, after one try', async (_what, behavior, reason) => {
    expect(await reasonOf(behavior)).toBe(reason);
    expect(stub.calls).toHaveLength(1);
  });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
    [{ 'retry-after': '99999999' }, 600_000],
    [{ 'retry-after': 'soon' }, undefined],
  ])('reads %j', async (headers, retryAfterMs) => {
    stub.behavior = { status: 429, headers };
    await expect(ask()).rejects.toMatchObject({ reason: 'rate-limited', retryAfterMs });
  });

  it('is unavailable where nobody listens', async () => {
    const parts = at('http://127.0.0.1:1').stream(request, by(Deadline.in(5_000)));
    await expect(parts[Symbol.asyncIterator]().next()).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it.each<[string, StubBehavior]>([
    ['hangs', 'hangs'],
    ['hangs in the middle', { says: ['60 '], cut: 'hang' }],
    ['drips', { says: ['60 minutes'], drip: { bytes: 1, everyMs: 20 } }],
  ])('ends at the deadline where it %s, and hangs up', async (_what, behavior) => {
    stub.behavior = behavior;
    const before = stub.abandoned;
    await expect(ask(by(Deadline.in(150)))).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    await eventually(() => expect(stub.abandoned).toBe(before + 1));
  });

  describe('whose deadline passes while no timer has noticed', () => {
    let fresh: ModelStub;
    let clock: FakeClock;

    beforeEach(async () => {
      fresh = await ModelStub.start();
      fresh.behavior = { says: ['60 minutes.'] };
      clock = new FakeClock();
    });
    afterEach(() => fresh.stop());

    const askBefore = (deadline: Deadline) =>
      at(fresh.url).stream(request, { deadline, signal: new AbortController().signal })[Symbol.asyncIterator]().next();

    it('does not go out after the SDK has prepared it', async () => {
      const asked = askBefore(Deadline.in(1000, clock));
      clock.advance(1000);
      await expect(asked).rejects.toMatchObject({ name: 'NeverSent', failure: { code: 'deadline-exceeded' } });
      expect(fresh.calls).toEqual([]);
    });

    it('does not go out over a connection that took until then', async () => {
      const connected = (message: unknown): void => {
        (message as { socket: Socket }).socket.once('connect', () => clock.advance(1000));
      };
      subscribe('net.client.socket', connected);
      try {
        const asked = askBefore(Deadline.in(1000, clock));
        await expect(asked).rejects.toMatchObject({ name: 'NeverSent', failure: { code: 'deadline-exceeded' } });
      } finally {
        unsubscribe('net.client.socket', connected);
      }
      expect(clock.now()).toBe(new FakeClock().now() + 1000);
      expect(fresh.calls).toEqual([]);
    });

    it('goes out before', async () => {
      const asked = askBefore(Deadline.in(1000, clock));
      clock.advance(999);
      await expect(asked).resolves.toMatchObject({ done: false });
      expect(fresh.calls).toHaveLength(1);
    });
  });

  it('ends when the caller leaves, and hangs up', async () => {
    stub.behavior = { says: ['60 '], cut: 'hang' };
    const before = stub.abandoned;
    const leaving = new AbortController();
    const asked = ask(by(Deadline.in(60_000), leaving.signal));
    await eventually(() => expect(stub.calls).toHaveLength(1));
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    await eventually(() => expect(stub.abandoned).toBe(before + 1));
  });

  it('hangs up when whoever reads it stops', async () => {
    stub.behavior = { says: ['60 '], cut: 'hang' };
    const before = stub.abandoned;
    for await (const part of model.stream(request, by(Deadline.in(60_000)))) if (part.type === 'text-delta') break;
    await eventually(() => expect(stub.abandoned).toBe(before + 1));
  });

  it('looks up whether the key is taken and the model is there', async () => {
    stub.behavior = { says: [] };
    await model.lookUp(by(Deadline.in(5_000)));
    expect(stub.lookups.at(-1)).toBe('stub-model');
    stub.behavior = { status: 401 };
    await expect(model.lookUp(by(Deadline.in(5_000)))).rejects.toMatchObject({ reason: 'refused-key' });
    stub.behavior = { status: 404, error: 'model_not_found' };
    await expect(model.lookUp(by(Deadline.in(5_000)))).rejects.toMatchObject({ reason: 'unknown-model' });
    expect(stub.calls).toEqual([]);
  });

  it('takes a server of one’s own that has no models to look up for one that works', async () => {
    stub.behavior = { status: 404 };
    const looked = model.lookUp(by(Deadline.in(5_000)));
    if (path === '/v1/messages') await expect(looked).rejects.toMatchObject({ reason: 'unknown-model' });
    else await expect(looked).resolves.toBeUndefined();
  });

  it('has nothing of the key and of what a provider wrote in its failures, and writes to no console', async () => {
    const written = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    for (const behavior of [{ status: 401 }, garbage, { says: ['60 '], error: 'x' }] satisfies StubBehavior[]) {
      stub.behavior = behavior;
      const error: unknown = await ask().catch((thrown: unknown) => thrown);
      expect(inspect(error, { depth: 9 })).not.toContain(apiKey);
    }
    expect(written).not.toHaveBeenCalled();
    written.mockRestore();
  });
});
