import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConfiguredResponse, ConfigVersion, TryRoutingResponse } from '#contracts';
import type { BusStrategy } from '#platform/messaging';
import { eventually, testBackingServices } from '#testing';
import {
  manifestOf,
  shortAnswer,
  startStandIn,
  startTestGateway,
  testKey,
  type InjectedResponse,
  type TestGateway,
} from '../test-gateway.js';

const services = testBackingServices({ nats: {}, database: 'pglite' });
const managerKey = `club_test_${'m'.repeat(43)}`;
const path = '/assistants/booking/config';

const labeled = [
  { text: 'how do I change my booking', assistant: 'booking' },
  { text: 'cancel the booking', assistant: 'booking' },
  { text: 'there is a problem with my projector', assistant: 'tech' },
  { text: 'tell me about the fire alarm', assistant: 'emergency' },
  { text: 'wherever is that xylophone', assistant: 'none' },
];

describe('the configuration of an assistant', () => {
  const questions = mkdtempSync(join(tmpdir(), 'clubos-questions-'));
  let gateway: TestGateway;
  let replica: TestGateway;
  let standIns: BusStrategy[];

  beforeAll(async () => {
    writeFileSync(join(questions, 'all.jsonl'), labeled.map((line) => JSON.stringify(line)).join('\n'));
    gateway = await startTestGateway(services, { questions });
    standIns = [];
    for (const manifest of [
      manifestOf('booking', 'booking'),
      manifestOf('tech', 'projector'),
      manifestOf('emergency', 'fire alarm', { emergency: true }),
    ]) {
      standIns.push(await startStandIn(services, gateway, manifest, shortAnswer));
    }
    replica = await startTestGateway(services, { questions, databaseUrl: gateway.databaseUrl, instance: 'a-replica' });
    await gateway.parts.apiKeys.store('manager', managerKey, ['ask', 'manage']);
    await eventually(() => expect(replica.parts.directory.list().every(({ routed }) => routed)).toBe(true));
  });
  afterAll(async () => {
    await Promise.all(standIns.map((standIn) => standIn.close()));
    await replica.close();
    await gateway.close();
    rmSync(questions, { recursive: true });
  });

  const current = async (): Promise<ConfigVersion> => (await gateway.inject('GET', path)).json<ConfigVersion>();
  const based = async (): Promise<Record<string, string>> => ({ 'if-match': `"${(await current()).version}"` });
  const put = async (config: object, more: object = {}, headers?: Record<string, string>): Promise<InjectedResponse> =>
    gateway.inject('PUT', path, { config, reason: 'a spec says so', ...more }, headers ?? (await based()));
  const assistantOf = async (of: TestGateway, query: string) =>
    (await of.inject('POST', '/query', { query })).json<{ assistant: string | null; outcome: string }>();

  it('is the manifest alone before anybody said anything', async () => {
    const response = await gateway.inject('GET', path);
    expect(response.headers['etag']).toBe('"0"');
    expect(response.json()).toMatchObject({ version: 0, changedBy: null, config: { enabled: true, patterns: [] } });
    expect((await gateway.inject('GET', '/assistants/nobody/config')).status).toBe(404);
  });

  it('an edit is recorded with who, when, why and what, and used by every gateway', async () => {
    expect((await assistantOf(replica, 'the zamboni')).assistant).toBeNull();
    const response = await put({ keywords: { add: [{ phrase: 'zamboni', weight: 5 }], remove: [] } });
    expect(response.status).toBe(200);
    expect(response.headers['etag']).toBe('"1"');
    const saved = response.json<ConfiguredResponse>();
    expect(saved).toMatchObject({
      version: 1,
      changedBy: 'dev',
      reason: 'a spec says so',
      changes: [{ path: 'keywords.add', added: ['zamboni (5)'], removed: [] }],
      override: null,
      regression: { questions: 5, rightBefore: 5, rightAfter: 5, passed: true, newlyBroken: [] },
    });
    for (const one of [gateway, replica]) {
      await eventually(async () => expect((await assistantOf(one, 'the zamboni')).assistant).toBe('booking'));
    }
    expect(gateway.parts.directory.list()).toContainEqual(
      expect.objectContaining({ id: 'booking', configVersion: 1, routed: true }),
    );
  });

  it('examples are learned, and learned once for all gateways', async () => {
    const examples = ['my unicycle', 'park a unicycle here', 'is a unicycle allowed', 'unicycle rules'];
    const before = await current();
    expect((await put({ ...before.config, examples: { add: examples, remove: [] } })).status).toBe(200);
    for (const one of [gateway, replica]) {
      await eventually(async () => expect((await assistantOf(one, 'is my unicycle ok')).assistant).toBe('booking'));
    }
  });

  it('one that is switched off keeps its questions, and a person is named for them', async () => {
    const before = await current();
    const off = await put({ ...before.config, enabled: false }, { override: 'we rebuild it today' });
    expect(off.status).toBe(200);
    await eventually(async () =>
      expect(await assistantOf(replica, 'cancel the booking')).toMatchObject({
        assistant: 'booking',
        outcome: 'escalated',
        degraded: ['assistant-disabled'],
      }),
    );
    expect(replica.parts.directory.list()).toContainEqual(
      expect.objectContaining({ id: 'booking', state: 'disabled' }),
    );
  });

  it('any version can be restored, and the history keeps them all', async () => {
    const restored = await gateway.inject(
      'POST',
      `${path}/restore`,
      { version: 0, reason: 'back to the start' },
      await based(),
    );
    expect(restored.json()).toMatchObject({ version: 4, restored: 0, config: { enabled: true } });
    await eventually(async () => expect((await assistantOf(replica, 'cancel the booking')).outcome).toBe('answered'));
    const { versions } = (await gateway.inject('GET', `${path}/history`)).json<{ versions: ConfigVersion[] }>();
    expect(versions.map(({ version }) => version)).toEqual([0, 1, 2, 3, 4]);
    const old = await gateway.inject('GET', `${path}?version=1`);
    expect(old.json<ConfigVersion>().config.keywords.add).toEqual([{ phrase: 'zamboni', weight: 5 }]);
    expect((await gateway.inject('GET', `${path}?version=9`)).status).toBe(404);
  });

  it.each<[string, object, string]>([
    [
      'a phrase of another assistant',
      { keywords: { add: [{ phrase: 'Projector' }], remove: [] } },
      'config.keywords.add.0',
    ],
    [
      'a phrase that another assistant has in the singular',
      { keywords: { add: [{ phrase: 'projectors' }], remove: [] } },
      'config.keywords.add.0',
    ],
    [
      'a phrase twice, in two forms',
      { keywords: { add: [{ phrase: 'a sauna' }, { phrase: 'A saunas' }], remove: [] } },
      'config.keywords.add.1',
    ],
    [
      'an example of another assistant',
      { examples: { add: ['cancel the projector'], remove: [] } },
      'config.examples.add.0',
    ],
    ['an example twice', { examples: { add: ['a new one', 'A  new one'], remove: [] } }, 'config.examples.add.1'],
    ['a pattern that is not linear', { patterns: [{ pattern: '(a|aa){1,30}b' }] }, 'config.patterns.0.pattern'],
    ['a threshold out of range', { thresholds: { floor: 2 } }, 'config.thresholds.floor'],
    ['something left out that is not there', { keywords: { add: [], remove: ['sauna'] } }, 'config.keywords.remove.0'],
    ['an unknown setting', { sauna: true }, 'config.sauna'],
  ])('%s is refused with its place, and nothing is saved', async (_, config, place) => {
    const before = await current();
    const response = await put(config);
    expect(response.status).toBe(400);
    expect(response.json()).toMatchObject({
      code: 'invalid-request',
      errors: [expect.objectContaining({ path: place })],
    });
    expect((await current()).version).toBe(before.version);
  });

  it('the history is read in parts', async () => {
    const part = async (query: string) =>
      (await gateway.inject('GET', `${path}/history?${query}`)).json<{ versions: ConfigVersion[] }>().versions;
    expect((await part('limit=2')).map(({ version }) => version)).toEqual([3, 4]);
    expect((await part('limit=2&before=3')).map(({ version }) => version)).toEqual([1, 2]);
    expect((await part('before=3')).map(({ version }) => version)).toEqual([0, 1, 2]);
    expect((await gateway.inject('GET', `${path}/history?limit=1000`)).status).toBe(400);
  });

  it('the longest configuration there may be fits, however it is written; a longer one is told so', async () => {
    const before = await current();
    // Each letter escaped: six bytes for one.
    const long = (letters: number) => {
      const add = Array.from({ length: 40 }, (_, at) => `п${'ж'.repeat(letters)} ${at}`);
      return { examples: { add, remove: [] } };
    };
    const escaped = (config: object) =>
      JSON.stringify({ config, reason: 'as long as it may be' }).replace(
        /[^\x00-\x7f]/g,
        (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    const json = { ...(await based()), 'content-type': 'application/json' };
    const send = (config: object) => gateway.inject('PUT', path, escaped(config), json);
    const longer = await send(long(1995));
    expect([longer.status, longer.json()['errors']]).toEqual([
      400,
      [{ path: 'config', message: expect.stringContaining('longer than 80000 characters') }],
    ]);
    const tooLarge = await gateway.inject('PUT', path, `{"config":${' '.repeat(1_000_000)}{}}`, json);
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.json()).toMatchObject({
      code: 'payload-too-large',
      detail: 'The body is larger than the 1000000 bytes that are taken here.',
    });
    expect((await current()).version).toBe(before.version);
    expect((await send(long(1980))).status).toBe(200);
    await gateway.inject('POST', `${path}/restore`, { version: 0, reason: 'enough' }, await based());
  });

  it('an edit of an old version, of none, or by somebody who may not, is refused', async () => {
    const config = { thresholds: { floor: 0.5 } };
    expect((await put(config, {}, { 'if-match': '"1"' })).json()).toMatchObject({ code: 'version-conflict' });
    expect((await put(config, {}, {})).json()).toMatchObject({ code: 'version-required' });
    const asManager = { ...(await based()), authorization: `Bearer ${managerKey}` };
    expect((await put(config, { override: 'because' }, asManager)).json()).toMatchObject({ code: 'forbidden' });
  });

  it('the gate refuses what loses labeled questions; an admin may save it with a reason, which is recorded', async () => {
    const config = { keywords: { add: [{ phrase: 'xylophone', weight: 5 }], remove: [] } };
    const refused = await put(config);
    expect(refused.status).toBe(422);
    expect(refused.json()).toMatchObject({
      code: 'routing-regression',
      errors: expect.arrayContaining([expect.objectContaining({ path: 'none' })]),
    });
    const saved = (await put(config, { override: 'asked for by the owner' })).json<ConfiguredResponse>();
    expect(saved).toMatchObject({ override: 'asked for by the owner', regression: { passed: false } });
    await gateway.inject('POST', `${path}/restore`, { version: 0, reason: 'enough' }, await based());
  });

  it('of two edits of one version, at two gateways, one wins', async () => {
    const { version } = await current();
    const edit = (of: TestGateway, floor: number) =>
      of.inject('PUT', path, { config: { thresholds: { floor } }, reason: 'a race' }, { 'if-match': `"${version}"` });
    const [one, other] = await Promise.all([edit(gateway, 0.35), edit(replica, 0.36)]);
    expect([one.status, other.status].sort()).toEqual([200, 412]);
  });

  it('a trial shows what unsaved edits would do, to given and to real questions', async () => {
    const before = await current();
    await assistantOf(gateway, 'the zamboni');
    await assistantOf(gateway, 'cancel the booking');
    const response = await gateway.inject('POST', '/routing/try', {
      configs: { tech: { keywords: { add: [{ phrase: 'zamboni', weight: 5 }], remove: [] } } },
      questions: ['zamboni', 'cancel the booking'],
      recent: 10_000,
    });
    const tried = response.json<TryRoutingResponse>();
    expect(tried.questions).toMatchObject([
      { now: { assistant: null }, then: { assistant: 'tech', route: { reasons: expect.any(Array) } } },
      { now: { assistant: 'booking', nearest: [{ assistant: 'booking' }, {}, {}] }, then: { assistant: 'booking' } },
    ]);
    expect(tried.recent.matrix).toContainEqual(
      expect.objectContaining({ from: 'none', to: 'tech', examples: ['the zamboni'] }),
    );
    expect(tried.recent.changed).toBeGreaterThan(0);
    expect(tried.regression).toMatchObject({ questions: 5, passed: true });
    expect([tried.estimated, tried.saving]).toEqual([false, 'pass']);
    expect(await current()).toEqual(before);
    expect((await assistantOf(gateway, 'the zamboni')).assistant).toBeNull();
  });

  it('a trial says what saving would: not whom emergencies go to is switched off', async () => {
    const emergency = gateway.parts.directory.emergencies()[0]!;
    const response = await gateway.inject('POST', '/routing/try', { configs: { [emergency]: { enabled: false } } });
    expect(response.json<TryRoutingResponse>()).toMatchObject({ regression: { passed: false }, saving: 'refuse' });
  });

  it('a trial promises nothing of saving while other examples are only estimated, and says it where they are learned', async () => {
    const configs = { tech: { examples: { add: ['my gong is silent'], remove: [] } } };
    const tried = async (exact: boolean) =>
      (await gateway.inject('POST', '/routing/try', { configs, exact })).json<TryRoutingResponse>();
    expect(await tried(false)).toMatchObject({ estimated: true, saving: 'unknown' });
    const exact = await tried(true);
    expect(exact.estimated).toBe(false);
    expect(exact.saving).toBe(exact.regression!.passed ? 'pass' : 'refuse');
  });

  it('a trial needs the scope of those who change the routing, and refuses what could not be saved', async () => {
    const asker = { authorization: `Bearer ${testKey.replace('k', 'j')}` };
    expect((await gateway.inject('POST', '/routing/try', {}, asker)).status).toBe(401);
    const wrong = await gateway.inject('POST', '/routing/try', { configs: { tech: { patterns: [{ pattern: '(' }] } } });
    expect(wrong.json()).toMatchObject({ code: 'invalid-request' });
    const nobody = await gateway.inject('POST', '/routing/try', { configs: { sauna: {} } });
    expect(nobody.status).toBe(404);
  });
});
