import { describe, expect, it } from '@jest/globals';
import { announceConfigured, type ConfigVersion } from '#contracts';
import { MemoryEventStore, streamOf, type ReadStreamOptions } from '#event-store';
import { newTraceId, ok } from '#kernel';
import { createLogger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import { AssistantConfigs } from './assistant-configs.js';
import { ConfigLog } from './config-log.js';
import { ConfigureAssistant } from './configure-assistant.js';
import { manifestAlone } from './effective-manifest.js';

const logger = createLogger({ service: 'test', instance: 'spec', level: 'silent' });
const regression = {
  questions: 0,
  rightBefore: 0,
  rightAfter: 0,
  emergenciesBefore: 0,
  emergenciesAfter: 0,
  matrixChange: [],
  newlyBroken: [],
  newlyMissed: [],
  budget: 0,
  lostBefore: 0,
  passed: true,
};

/** A log of so many versions, which counts the events that were read of each stream. */
async function logOf(versions: number) {
  const store = new MemoryEventStore();
  const read = new Map<string, number>();
  const events = {
    append: store.append.bind(store),
    readLatest: store.readLatest.bind(store),
    readStream: async (stream: string, options?: ReadStreamOptions) => {
      const found = await store.readStream(stream, options);
      read.set(stream, (read.get(stream) ?? 0) + found.length);
      return found;
    },
  };
  const log = new ConfigLog(events);
  for (let base = 0; base < versions; base += 1) {
    const data = { assistant: 'booking', config: manifestAlone, reason: `edit ${base + 1}`, changes: [] };
    const about = { restored: null, regression, override: null };
    await log.append(base, { ...data, ...about }, { actor: 'ann', traceId: newTraceId() });
  }
  return { log, read, stream: streamOf('configuration', 'booking') };
}

type Hear = (body: { assistant: string; version: number }, sender: { service: string }) => unknown;

function heardBus(): { bus: Pick<MessageBus, 'announce' | 'onAnnouncement'>; hear: Hear } {
  let listener: Hear = () => undefined;
  const onAnnouncement: MessageBus['onAnnouncement'] = (announcement, hear) => {
    expect(announcement.name).toBe(announceConfigured.name);
    listener = hear as unknown as Hear;
    return () => undefined;
  };
  return { bus: { announce: () => ok(undefined), onAnnouncement }, hear: (...said) => listener(...said) };
}

describe('AssistantConfigs', () => {
  async function following(versions: number) {
    const { log, read, stream } = await logOf(versions);
    const { bus, hear } = heardBus();
    const configs = new AssistantConfigs(log, bus, logger);
    let changes = 0;
    configs.start(
      () => (changes += 1),
      (assistant) => assistant === 'booking',
    );
    configs.stop();
    return { configs, read, stream, hear, changes: () => changes };
  }

  it('reads one version, however many there are', async () => {
    const { configs, read, stream, hear, changes } = await following(30);
    await configs.read('booking');
    expect(configs.current('booking')).toMatchObject({ version: 30, reason: 'edit 30' });
    await hear({ assistant: 'booking', version: 30 }, { service: 'gateway' });
    expect([read.get(stream), changes()]).toEqual([1, 1]);
  });

  it('reads nothing for a name that nobody has, and nothing that another service says', async () => {
    const { read, hear } = await following(1);
    for (let at = 0; at < 100; at += 1) await hear({ assistant: `noise-${at}`, version: 1 }, { service: 'gateway' });
    await hear({ assistant: 'booking', version: 1 }, { service: 'booking' });
    expect(read.size).toBe(0);
    await hear({ assistant: 'booking', version: 1 }, { service: 'gateway' });
    expect([...read.values()]).toEqual([1]);
  });
});

describe('ConfigureAssistant', () => {
  const versionsOf = (some: readonly ConfigVersion[]) => some.map(({ version }) => version);

  it('reads no more of a history than was asked for', async () => {
    const { log, read, stream } = await logOf(30);
    const none = {} as never;
    const configure = new ConfigureAssistant({ manifest: () => none } as never, none, log, none, [], []);
    expect((await configure.version('booking')).version).toBe(30);
    expect((await configure.version('booking', 7)).reason).toBe('edit 7');
    expect((await configure.version('booking', 0)).reason).toBeNull();
    expect(read.get(stream)).toBe(2);
    expect(versionsOf(await configure.history('booking', 3))).toEqual([28, 29, 30]);
    expect(versionsOf(await configure.history('booking', 3, 3))).toEqual([0, 1, 2]);
    expect(versionsOf(await configure.history('booking', 2, 3))).toEqual([1, 2]);
    expect(versionsOf(await configure.history('booking', 2, 1))).toEqual([0]);
    expect(versionsOf(await configure.history('booking', 2, 0))).toEqual([]);
    expect(read.get(stream)).toBe(9);
    await expect(configure.version('booking', 31)).rejects.toMatchObject({ failure: { code: 'not-found' } });
  });
});
