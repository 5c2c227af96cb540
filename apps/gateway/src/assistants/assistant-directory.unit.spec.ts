import { describe, expect, it } from '@jest/globals';
import { announceManifest, announcePresence, callRoll, type Manifest } from '#contracts';
import { ok } from '#kernel';
import { MemoryEventStore } from '#event-store';
import { createLogger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import { AssistantConfigs } from '../configure-assistant/assistant-configs.js';
import { LearnedExamples } from '../learn-from-use/learned-examples.js';
import { LearningLog } from '../learn-from-use/learning-log.js';
import { manifestOf } from '../test-gateway.js';
import { AssistantDirectory } from './assistant-directory.js';
import type { ManifestStore } from './manifest-store.js';
import { RouterKeeper } from './router-keeper.js';

const logger = createLogger({ service: 'test', instance: 'spec', level: 'silent' });
const sender = { service: 'booking', instance: 'booking-1' };

type Hear = (body: unknown, from: typeof sender) => void;

/** Announcements as the directory hears them, and what it says itself. */
class HeardBus {
  readonly said: string[] = [];
  readonly identity = { service: 'gateway', instance: 'gateway-1' };
  private readonly listeners = new Map<unknown, Hear>();

  readonly announce: MessageBus['announce'] = (announcement) => {
    this.said.push(announcement.name);
    return ok(undefined);
  };
  readonly onAnnouncement: MessageBus['onAnnouncement'] = (announcement, listener) => {
    this.listeners.set(announcement, listener as unknown as Hear);
    return () => this.listeners.delete(announcement);
  };

  hear(announcement: unknown, body: unknown): void {
    this.listeners.get(announcement)!(body, sender);
  }
}

async function started(): Promise<{ bus: HeardBus; directory: AssistantDirectory }> {
  const bus = new HeardBus();
  const store = {
    load: () => Promise.resolve({ manifests: [] as Manifest[], unreadable: [] as string[] }),
    save: () => Promise.resolve(),
  } as unknown as ManifestStore;
  const models = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
  const router = new RouterKeeper({ offTopic: ['what is the weather like'] }, logger, models);
  const configs = new AssistantConfigs({ versions: () => Promise.resolve([]) }, bus, logger);
  const learned = new LearnedExamples(new LearningLog(new MemoryEventStore()), bus, logger);
  const directory = new AssistantDirectory(bus, store, router, configs, learned, logger);
  await directory.start();
  router.stop();
  configs.stop();
  learned.stop();
  return { bus, directory };
}

describe('AssistantDirectory', () => {
  const manifest = manifestOf('booking', 'booking');
  const instance = sender.instance;

  it('calls the roll for an instance whose manifest, or whose newest, never came through', async () => {
    const { bus } = await started();
    expect(bus.said).toEqual([callRoll.name]);
    bus.hear(announcePresence, { instance, manifestHash: 'one' });
    expect(bus.said).toHaveLength(2);
    bus.hear(announceManifest, { instance, manifest, manifestHash: 'one' });
    bus.hear(announcePresence, { instance, manifestHash: 'one' });
    expect(bus.said).toHaveLength(2);
    bus.hear(announcePresence, { instance, manifestHash: 'two' });
    expect(bus.said).toHaveLength(3);
  });

  it('does not let an older version replace a newer one, and drops a claim to the name of another', async () => {
    const { bus, directory } = await started();
    const versionOf = (id: string) => directory.list().find((one) => one.id === id)?.version;
    bus.hear(announceManifest, { instance, manifest: { ...manifest, version: '1.10.0' }, manifestHash: 'new' });
    bus.hear(announceManifest, { instance, manifest: { ...manifest, version: '1.9.0' }, manifestHash: 'old' });
    expect(versionOf('booking')).toBe('1.10.0');
    bus.hear(announceManifest, { instance, manifest: manifestOf('tech', 'screen'), manifestHash: 'x' });
    expect(versionOf('tech')).toBeUndefined();
  });
});
