import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { chatSettings } from '#ai';
import { announcePresence, answerQuery, type AnswerPart, type Manifest } from '#contracts';
import { Deadline, newTraceContext } from '#kernel';
import { parseSettings } from '#platform/config';
import { createLogger } from '#platform/logging';
import { MessageBus } from '#platform/messaging';
import { releaseOf } from '#platform/release';
import { eventually, testBackingServices } from '#testing';
import { ModelStub } from '#testing/models';
import { respondFromKnowledge } from '../answer/respond.js';
import { promptVersion } from '../generate/prompt.js';
import { club, doorCode, passageOf, policy } from '../testing/examples.js';
import { AssistantService } from './assistant-service.js';
import { composerOf } from './composer.js';
import { openModel, type OpenedModel } from './open-model.js';

const services = testBackingServices({ nats: {}, redis: true });
const logger = createLogger({ service: 'booking', instance: 'one', level: 'silent' });

let stub: ModelStub;
let opened: OpenedModel | undefined;

beforeAll(async () => {
  stub = await ModelStub.start();
});
afterAll(() => stub.stop());
beforeEach(() => {
  stub.behavior = { says: ['It comes by text.'] };
  stub.calls.length = 0;
});
afterEach(() => opened?.close());

/** Longer than a busy machine takes. */
const patient = { MODEL_FIRST_PIECE_MS: '60000', MODEL_GAP_MS: '60000', MODEL_STALL_MS: '60000' };

function open(environment: Record<string, string>, account = 'booking'): OpenedModel {
  const settings = parseSettings(chatSettings, { ...patient, ANTHROPIC_BASE_URL: stub.url, ...environment });
  if (!settings.ok) throw new Error(settings.error.message);
  const { REDIS_URL } = environment;
  opened = openModel({ ...settings.value, REDIS_URL }, account, { info: jest.fn(), warn: jest.fn() });
  if (!opened) throw new Error('No model is set.');
  return opened;
}
const ask = async ({ chat }: OpenedModel): Promise<string> => {
  const request = { system: 's', user: 'u', maxTokens: 100 };
  let text = '';
  for await (const part of chat.stream(request, { deadline: Deadline.in(60_000) }))
    if (part.type === 'text-delta') text += part.text;
  return text;
};

/**
 * Asks once in the name of an account that has spent nothing. A reservation that Redis was too late to confirm may be made
 * all the same, and leaves nothing to spend: then it is tried with another account.
 * @returns the account
 */
const spendOnce = (name: string, environment: Record<string, string>): Promise<string> => {
  let account = name;
  return eventually(async () => {
    const model = open(environment, (account = `${account}-again`));
    try {
      await eventually(async () => expect(await ask(model)).toBe('It comes by text.'), { within: 5_000 });
    } finally {
      await model.close();
    }
    return account;
  });
};

describe('the model of an assistant', () => {
  it('is none where none is set', () => {
    const settings = parseSettings(chatSettings, {});
    expect(settings.ok && openModel(settings.value, 'booking', { info: jest.fn(), warn: jest.fn() })).toBeUndefined();
  });

  it.each([
    ['a key that is not taken', { status: 401 }, 'anthropic: answered with status 401 and does not take the key'],
    ['a model that does not exist', { status: 404 }, 'anthropic: answered with status 404 and has no such model'],
  ])('names %s before anybody has asked', async (_, behavior, sentence) => {
    stub.behavior = behavior;
    const model = open({ ANTHROPIC_API_KEY: 'k' });
    await eventually(() => expect(() => model.check()).toThrow(sentence));
    expect(stub.calls).toEqual([]);
  });

  it('names a key that is missing', () => {
    const model = open({ MODEL_ORDER: 'anthropic' });
    expect(() => model.check()).toThrow('anthropic: is in the order, and ANTHROPIC_API_KEY is not set');
  });

  it('names a budget that is used up', async () => {
    const model = open({ ANTHROPIC_API_KEY: 'k', MODEL_BUDGET_PER_DAY: '0' });
    expect(() => model.check()).not.toThrow();
    await expect(ask(model)).rejects.toMatchObject({ reason: 'budget-exhausted' });
    expect(() => model.check()).toThrow('the budget of 0.00 dollars is used up until midnight UTC');
  });

  it('counts what it spends in Redis, for each assistant', async () => {
    // What 100 tokens may cost fits once.
    const own = { ANTHROPIC_API_KEY: 'k', ANTHROPIC_PRICES: '0/1', MODEL_BUDGET_PER_DAY: '0.000105' };
    const shared = { ...own, REDIS_URL: services.redis.url };
    const account = await spendOnce('tech', shared);
    const again = open(shared, account);
    await eventually(() => expect(ask(again)).rejects.toMatchObject({ reason: 'budget-exhausted' }));
    await again.close();
    await spendOnce('brand', shared);
  });

  it('spends nothing while Redis is away, and says so', async () => {
    const model = open({ ANTHROPIC_API_KEY: 'k', REDIS_URL: 'redis://127.0.0.1:1' });
    await expect(ask(model)).rejects.toMatchObject({ reason: 'budget-unknown' });
    expect(() => model.check()).toThrow('Redis does not answer');
    expect(stub.calls).toEqual([]);
  });
});

describe('an assistant whose model cannot be used', () => {
  const connect = (service: string): Promise<MessageBus> =>
    MessageBus.connect({
      url: services.nats.url,
      service,
      instance: 'one',
      principalSecret: 'x'.repeat(32),
      logger,
    });

  it('starts, is ready, names it, and answers in the procedures’ own words', async () => {
    stub.behavior = { status: 401 };
    const manifest = { id: 'booking', version: '1.2.3' } as Manifest;
    const passages = [passageOf(doorCode)];
    const gateway = await connect('gateway');
    const composers: unknown[] = [];
    gateway.onAnnouncement(announcePresence, ({ composer }) => void composers.push(composer));
    const folder = new URL('../testing/', import.meta.url);
    const model = open({ ANTHROPIC_API_KEY: 'k' });
    const service = await AssistantService.start(
      {
        folder,
        manifest,
        policy,
        respond: (asked, call, tools) =>
          respondFromKnowledge(asked, call, {
            ...tools,
            knowledge: { search: () => Promise.resolve({ ok: true, value: { passages, degraded: [] } }) },
          }),
      },
      { bus: await connect('booking'), club, logger, healthPort: 0, model },
    );
    try {
      const ready = await eventually(async () => {
        const response = await fetch(`http://127.0.0.1:${service.healthPort}/health/ready`);
        const report = (await response.json()) as { checks: Record<string, string> };
        expect(report.checks['model']).toBe('anthropic: answered with status 401 and does not take the key');
        return { status: response.status, ...report };
      });
      expect(ready).toMatchObject({ status: 200, ready: true });
      const call = {
        deadline: Deadline.in(60_000),
        trace: newTraceContext(),
        principal: { id: 'x', kind: 'staff' as const },
        requestId: 'r',
      };
      const parts: AnswerPart[] = [];
      const asked = { answerId: 'a', query: 'no code', asker: 'staff' as const };
      for await (const part of gateway.stream(answerQuery, 'booking', asked, call)) parts.push(part);
      expect(parts.at(-1)).toMatchObject({ composedBy: 'extractive', degraded: ['model-refused-key'] });
      expect(JSON.stringify(parts)).toContain('60 minutes');
      const release = releaseOf([new URL('../', import.meta.url), folder]);
      const named = composerOf({ release, version: '1.2.3', club, model: `${model.identity} ${promptVersion}` });
      await eventually(() => expect(composers).toContain(named));
    } finally {
      await service.stop();
      await gateway.drain();
    }
  });
});
