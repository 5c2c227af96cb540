import { describe, expect, it } from '@jest/globals';
import { announceLearned } from '#contracts';
import { MemoryEventStore, streamOf } from '#event-store';
import { newTraceId, ok, uuidV7 } from '#kernel';
import { createLogger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import { eventually, FakeClock } from '#testing';
import { RouterKeeper } from '../assistants/router-keeper.js';
import { effectiveManifest, manifestAlone } from '../configure-assistant/effective-manifest.js';
import { manifestOf } from '../test-gateway.js';
import { ExampleList } from './example-list.js';
import { LearnFromUse } from './learn-from-use.js';
import { LearnedExamples } from './learned-examples.js';
import { LearningLog } from './learning-log.js';

const logger = createLogger({ service: 'test', instance: 'spec', level: 'silent' });
const corpora = { offTopic: ['what is the weather like'] };
const models = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
const manifests = [manifestOf('booking', 'booking'), manifestOf('tech', 'projector')];
const unicycle = 'where do i leave my unicycle';
const author = { actor: 'manager', traceId: newTraceId() };

/** What every gateway says, heard by every other at once. */
class SharedBus {
  private readonly listeners = new Set<() => unknown>();
  readonly announce: MessageBus['announce'] = (announcement) => {
    if (announcement.name === announceLearned.name) this.listeners.forEach((hear) => void hear());
    return ok(undefined);
  };
  readonly onAnnouncement: MessageBus['onAnnouncement'] = (_, listener) => {
    const hear = () => listener({} as never, { service: 'gateway' });
    this.listeners.add(hear);
    return () => this.listeners.delete(hear);
  };
}

async function startReplica(store: MemoryEventStore, bus: SharedBus, clock: FakeClock, labels = ['booking', 'tech']) {
  const log = new LearningLog(store);
  const learned = new LearnedExamples(log, bus, logger);
  await learned.start(() => undefined);
  const directory = {
    routables: () => manifests.map((one) => effectiveManifest(one, manifestAlone, learned.of(one.id))),
  };
  const list = new ExampleList(log, learned, directory, corpora, 2);
  const questions = [
    { text: 'cancel the booking', label: labels[0]! },
    { text: 'tell me about the projector', label: labels[1]! },
    ...(labels[2] ? [{ text: unicycle, label: labels[2] }] : []),
  ];
  const prepared: number[] = [];
  const keeper = new RouterKeeper(corpora, logger, models);
  const router = {
    prepare: (some: Parameters<RouterKeeper['prepare']>[0]) => {
      prepared.push(some.length);
      return keeper.prepare(some);
    },
    keep: keeper.keep.bind(keeper),
  };
  const parts = { log, list, learned, directory, router, questions, logger };
  return { learned, list, prepared, learning: new LearnFromUse(parts, 600_000, clock) };
}

describe('LearnFromUse', () => {
  const clock = new FakeClock(Date.now());
  async function replicas(labels?: string[]) {
    const store = new MemoryEventStore({ clock });
    const bus = new SharedBus();
    const tap = async (actor: string, assistant = 'booking', query = unicycle) => {
      const answerId = uuidV7();
      const data = { answerId, query, asker: 'staff', assistant, offered: ['booking', 'tech'] };
      const event = { type: 'assistant-chosen', version: 1, data, actor, traceId: newTraceId() };
      await store.append(streamOf('choice', answerId), 'no-stream', [event]);
    };
    const one = await startReplica(store, bus, clock, labels);
    const other = await startReplica(store, bus, clock, labels);
    return { store, bus, tap, one, other, stop: () => [one, other].forEach(({ learned }) => learned.stop()) };
  }

  it('teaches what two keys said, once for all gateways', async () => {
    const { store, bus, tap, one, other, stop } = await replicas();
    await tap('desk');
    expect(await one.learning.learnNow()).toBe('nothing');
    await tap('phone');
    expect(await one.learning.learnNow()).toBe('learned');
    await eventually(() => expect(other.learned.of('booking')).toEqual([unicycle]));
    expect(await other.learning.learnNow()).toBe('nothing');
    expect(other.prepared).toEqual([]);
    const late = await startReplica(store, bus, clock);
    expect([...late.learned.all()]).toEqual([...one.learned.all()]);
    expect(await late.list.read()).toEqual(await one.list.read());
    expect((await late.list.read())[0]).toMatchObject({ state: 'learned', voices: 2, chosen: 2, text: unicycle });
    late.learned.stop();
    stop();
  });

  it('of two gateways that try at once one is recorded', async () => {
    const { store, tap, one, other, stop } = await replicas();
    await tap('desk');
    await tap('phone');
    const came = await Promise.all([one.learning.learnNow(), other.learning.learnNow()]);
    expect(came.sort()).toEqual(['learned', 'nothing']);
    expect(await store.readStream('learning-router')).toHaveLength(1);
    stop();
  });

  it('a refused one is taken out everywhere at once, and never comes back by voices', async () => {
    const { store, tap, one, other, stop } = await replicas();
    await tap('desk');
    await tap('phone');
    await one.learning.learnNow();
    const [example] = await other.list.read();
    const reason = 'somebody plays with us';
    expect(await other.list.decide(example!.id, { decision: 'refuse', reason }, author)).toMatchObject({
      state: 'refused',
      decided: { by: 'manager', reason },
    });
    await eventually(() => expect(one.learned.of('booking')).toEqual([]));
    await tap('third');
    expect(await one.learning.learnNow()).toBe('nothing');
    expect(await store.readStream(`example-${example!.id}`)).toMatchObject([
      { type: 'example-decided', actor: 'manager', data: { decision: 'refuse', text: unicycle, reason } },
    ]);
    await other.list.decide(example!.id, { decision: 'accept', reason: 'it was right' }, author);
    await eventually(() => expect(one.learned.of('booking')).toEqual([unicycle]));
    stop();
  });

  it('what the labeled questions lose by is held back, said everywhere, and not tried again and again', async () => {
    const { store, tap, one, other, stop } = await replicas(['booking', 'tech', 'none']);
    await tap('desk', 'booking', 'who lends left handed clubs');
    await tap('phone', 'booking', 'who lends left handed clubs');
    expect(await one.learning.learnNow()).toBe('learned');
    await tap('desk');
    await tap('phone');
    expect(await one.learning.learnNow()).toBe('refused');
    await eventually(() => expect(other.learned.state().problem).toContain('2 of 3 labeled questions'));
    expect([...other.learned.all()]).toEqual([['booking', ['who lends left handed clubs']]]);
    const tried = one.prepared.length;
    expect([await one.learning.learnNow(), await other.learning.learnNow()]).toEqual(['nothing', 'nothing']);
    expect([one.prepared.length, other.prepared.length]).toEqual([tried, 0]);
    const found = (await one.list.read()).find(({ text }) => text === unicycle);
    await one.list.decide(found!.id, { decision: 'refuse', reason: 'none of our business' }, author);
    expect(await one.learning.learnNow()).toBe('learned');
    expect(one.learned.state().problem).toBeNull();
    expect(await store.readStream('learning-router')).toHaveLength(3);
    stop();
  });

  it('learns nothing where there are no labeled questions', async () => {
    const { store, tap, one, stop } = await replicas();
    await tap('desk');
    await tap('phone');
    const parts = { ...(one.learning as unknown as { parts: object }).parts, questions: [] };
    expect(await new LearnFromUse(parts as never, 0).learnNow()).toBe('nothing');
    expect(await store.readStream('learning-router')).toEqual([]);
    stop();
  });

  it('tries no more often than it may, whichever gateway tried', async () => {
    const { tap, one, other, stop } = await replicas();
    await tap('desk');
    await tap('phone');
    await one.learning.learnIfDue();
    await tap('desk', 'tech', 'the lamp hums');
    await tap('phone', 'tech', 'the lamp hums');
    await Promise.all([one.learning.learnIfDue(), other.learning.learnIfDue()]);
    expect(other.prepared).toEqual([]);
    expect(one.learned.of('tech')).toEqual([]);
    clock.advance(600_000);
    await other.learning.learnIfDue();
    await eventually(() => expect(one.learned.of('tech')).toEqual(['the lamp hums']));
    stop();
  });
});
