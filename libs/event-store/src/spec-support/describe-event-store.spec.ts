import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Deadline, newTraceId, traceOfUuid, uuidV7 } from '#kernel';
import {
  beginningOfLog,
  compareCursors,
  cursorOf,
  VersionConflict,
  type Cursor,
  type RecordedEvent,
  type TransactionalEventStore,
} from '../index.js';
import { newEvent, newEvents, newStream } from './events.js';

export interface StoreUnderTest<Tx> {
  readonly store: TransactionalEventStore<Tx>;
  readonly close: () => Promise<void>;
}

/** What every event store promises. Run it against each of them: what one keeps and another does not is a lie in a test. */
export function describeEventStore<Tx>(name: string, makeStore: () => Promise<StoreUnderTest<Tx>>): void {
  describe(`event store: ${name}`, () => {
    let store: TransactionalEventStore<Tx>;
    let close: () => Promise<void> = () => Promise.resolve();

    beforeAll(async () => {
      ({ store, close } = await makeStore());
    });

    afterAll(() => close());

    const conflict = (expected: unknown, actual: number | undefined) =>
      expect.objectContaining({
        name: 'VersionConflict',
        expected,
        actual,
        failure: expect.objectContaining({ code: 'version-conflict' }),
      });

    const versions = (events: readonly RecordedEvent[]) => events.map(({ streamVersion }) => streamVersion);

    /** The whole feed from a place on, read in pages. */
    async function readOn(after: Cursor, limit = 100, categories?: string[]): Promise<RecordedEvent[]> {
      const read: RecordedEvent[] = [];
      for (let place = after; ;) {
        const { events, next } = await store.feed.read(place, limit, categories ? { categories } : {});
        read.push(...events);
        if (events.length < limit) return read;
        place = next;
      }
    }

    const here = async (): Promise<Cursor> => (await store.feed.read(beginningOfLog, 1_000_000)).next;

    describe('append and readStream', () => {
      it('gives back everything that was recorded, and everything it added', async () => {
        const stream = newStream('sop');
        const given = {
          id: uuidV7(),
          type: 'sop-published',
          version: 3,
          data: { text: 'Tür "öffnen" \\u0000 🙂', list: [1, 2.5, null, true], nested: { empty: {} } },
          metadata: { requestId: 'r1' },
          actor: 'staff:ann',
          traceId: newTraceId(),
          causationId: uuidV7(),
          correlationId: 'conversation 7',
          occurredAt: '2026-11-22T19:00:00.123Z',
        };
        const appended = await store.append(stream, 'no-stream', [given]);
        const [read] = await store.readStream(stream);
        expect(read).toEqual({
          ...given,
          stream,
          category: 'sop',
          streamVersion: 1,
          transactionId: expect.any(Number),
          position: expect.any(Number),
          recordedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        });
        const { id, streamVersion, transactionId, position } = read!;
        expect(appended).toEqual({ stream, version: 1, events: [{ id, streamVersion, transactionId, position }] });
      });

      it('decides what was left open: id, time, metadata', async () => {
        const { stream } = await store.append(newStream(), 'any', [newEvent({ data: null })]);
        const events = await store.readStream(stream);
        expect(events[0]).toMatchObject({ data: null, metadata: {}, causationId: null, correlationId: null });
        expect(events[0]!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
        expect(events[0]!.occurredAt).toMatch(/Z$/);
      });

      it('numbers the events of a stream from 1 without gaps', async () => {
        const stream = newStream();
        await store.append(stream, 'no-stream', newEvents(2));
        const { version } = await store.append(stream, 2, newEvents(3));
        expect(version).toBe(5);
        expect(versions(await store.readStream(stream))).toEqual([1, 2, 3, 4, 5]);
        expect(versions(await store.readStream(stream, { from: 4 }))).toEqual([4, 5]);
      });

      it('reads a part of a stream, or only the newest of it', async () => {
        const stream = newStream();
        await store.append(stream, 'no-stream', newEvents(5));
        expect(versions(await store.readStream(stream, { from: 2, to: 3 }))).toEqual([2, 3]);
        expect(versions(await store.readStream(stream, { newest: 2 }))).toEqual([4, 5]);
        expect(versions(await store.readStream(stream, { to: 3, newest: 2 }))).toEqual([2, 3]);
        expect(versions(await store.readStream(stream, { from: 5, newest: 2 }))).toEqual([5]);
        expect(await store.readStream(stream, { from: 6, newest: 1 })).toEqual([]);
      });

      it('knows nothing of a stream that is not there', async () => {
        expect(await store.readStream(newStream())).toEqual([]);
      });

      it('does nothing after the deadline', async () => {
        const stream = newStream();
        const late = store.append(stream, 'any', [newEvent()], { deadline: Deadline.in(0) });
        await expect(late).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
        expect(await store.readStream(stream)).toEqual([]);
      });

      it.each([
        ['no events', newStream(), []],
        ['a stream without a category', 'thing', [newEvent()]],
        ['a stream with a space', 'thing-a b', [newEvent()]],
        ['a type that is no subject token', newStream(), [newEvent({ type: 'Thing.Happened' })]],
        ['a version below 1', newStream(), [newEvent({ version: 0 })]],
        ['an id that is no uuid', newStream(), [newEvent({ id: 'one' })]],
        ['a causation id that is no uuid', newStream(), [newEvent({ causationId: 'one' })]],
        ['no trace id', newStream(), [newEvent({ traceId: '' })]],
        ['no actor', newStream(), [newEvent({ actor: '' })]],
        ['a time that is none', newStream(), [newEvent({ occurredAt: 'yesterday' })]],
        ['data that is not JSON', newStream(), [newEvent({ data: 1n })]],
        ['no data', newStream(), [newEvent({ data: undefined })]],
        ['to mention what is no id', newStream(), [newEvent({ mentions: ['one'] })]],
        ['a NUL in the data', newStream(), [newEvent({ data: 'a\u0000b' })]],
        ['half a surrogate pair', newStream(), [newEvent({ data: '\ud800' })]],
      ])('refuses %s', async (_what, stream, events) => {
        const refused = store.append(stream, 'any', events);
        await expect(refused).rejects.toMatchObject({ failure: { code: 'invalid-request' } });
      });

      it('refuses what could never be published', async () => {
        const refused = store.append(newStream(), 'any', [newEvent({ data: 'x'.repeat(300_000) })]);
        await expect(refused).rejects.toMatchObject({ failure: { code: 'payload-too-large' } });
      });
    });

    describe('the expected version', () => {
      it('is any, none, or exactly one', async () => {
        const stream = newStream();
        await store.append(stream, 0, [newEvent()]);
        await store.append(stream, 'any', [newEvent()]);
        await store.append(stream, 2, [newEvent()]);
        await expect(store.append(stream, 'no-stream', [newEvent()])).rejects.toEqual(conflict('no-stream', 3));
        await expect(store.append(stream, 2, [newEvent()])).rejects.toEqual(conflict(2, 3));
        await expect(store.append(stream, 4, [newEvent()])).rejects.toEqual(conflict(4, 3));
        await expect(store.append(newStream(), 1, [newEvent()])).rejects.toEqual(conflict(1, 0));
        expect(versions(await store.readStream(stream))).toEqual([1, 2, 3]);
      });

      it('lets one of 50 writers win each version', async () => {
        const stream = newStream();
        await store.append(stream, 'no-stream', [newEvent()]);
        for (const version of [1, 2]) {
          const race = await Promise.allSettled(
            Array.from({ length: 50 }, () => store.append(stream, version, [newEvent()])),
          );
          const lost = race.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
          expect(lost).toHaveLength(49);
          expect(lost.every((reason) => reason instanceof VersionConflict)).toBe(true);
        }
        expect(versions(await store.readStream(stream))).toEqual([1, 2, 3]);
      });

      it('gives every one of 50 writers that expect none of it a version', async () => {
        const stream = newStream();
        await Promise.all(Array.from({ length: 50 }, () => store.append(stream, 'any', newEvents(2))));
        expect(versions(await store.readStream(stream))).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
      });
    });

    describe('an append that is repeated with the same ids', () => {
      it.each(['no-stream', 'any', 0] as const)('is answered as it was, expecting %s', async (expected) => {
        const stream = newStream();
        const events = [newEvent({ id: uuidV7() }), newEvent({ id: uuidV7() })];
        const first = await store.append(stream, expected, events);
        expect(await store.append(stream, expected, events)).toEqual(first);
        expect(versions(await store.readStream(stream))).toEqual([1, 2]);
      });

      it('is refused where the id belongs to another stream, or only some were recorded', async () => {
        const event = newEvent({ id: uuidV7() });
        const stream = newStream();
        await store.append(stream, 'any', [event]);
        await expect(store.append(newStream(), 'any', [event])).rejects.toBeInstanceOf(VersionConflict);
        await expect(store.append(stream, 'any', [event, newEvent()])).rejects.toBeInstanceOf(VersionConflict);
        expect(versions(await store.readStream(stream))).toEqual([1]);
      });

      it('is refused where one append has the same id twice', async () => {
        const event = newEvent({ id: uuidV7() });
        await expect(store.append(newStream(), 'any', [event, event])).rejects.toBeInstanceOf(VersionConflict);
      });
    });

    describe('appendMany', () => {
      it('records several streams, in the order given', async () => {
        const start = await here();
        const streams = ['thing-z', 'thing-a', 'thing-m'].map((name) => `${name}${uuidV7()}`);
        const results = await store.appendMany(
          streams.map((stream) => ({ stream, expected: 'no-stream', events: newEvents(2) })),
        );
        expect(results.map(({ stream, version }) => [stream, version])).toEqual(streams.map((stream) => [stream, 2]));
        expect((await readOn(start)).map(({ stream }) => stream)).toEqual(
          streams.flatMap((stream) => [stream, stream]),
        );
      });

      it('records none when one of them has moved on', async () => {
        const [taken, free] = [newStream(), newStream()];
        await store.append(taken, 'no-stream', [newEvent()]);
        const both = store.appendMany([
          { stream: free, expected: 'no-stream', events: [newEvent()] },
          { stream: taken, expected: 'no-stream', events: [newEvent()] },
        ]);
        await expect(both).rejects.toEqual(conflict('no-stream', 1));
        expect(await store.readStream(free)).toEqual([]);
      });

      it('refuses the same stream twice', async () => {
        const append = { stream: newStream(), expected: 'any', events: [newEvent()] } as const;
        await expect(store.appendMany([append, { ...append, events: [newEvent()] }])).rejects.toMatchObject({
          failure: { code: 'invalid-request' },
        });
      });
    });

    describe('appendInTransaction', () => {
      it('records with the transaction, in order', async () => {
        const stream = newStream();
        const start = await here();
        await store.transaction(async (tx) => {
          await store.appendInTransaction(tx, stream, 'no-stream', [newEvent()]);
          await store.appendInTransaction(tx, stream, 1, newEvents(2));
        });
        expect(versions(await readOn(start))).toEqual([1, 2, 3]);
      });

      it('records nothing of a transaction that is rolled back', async () => {
        const stream = newStream();
        const start = await here();
        const broken = store.transaction(async (tx) => {
          await store.appendInTransaction(tx, stream, 'no-stream', [newEvent()]);
          throw new Error('changed my mind');
        });
        await expect(broken).rejects.toThrow('changed my mind');
        expect(await store.readStream(stream)).toEqual([]);
        expect(await readOn(start)).toEqual([]);
        await store.append(stream, 'no-stream', [newEvent()]);
      });

      it('ends in the conflict it meets', async () => {
        const stream = newStream();
        await store.append(stream, 'no-stream', [newEvent()]);
        const late = store.transaction((tx) => store.appendInTransaction(tx, stream, 'no-stream', [newEvent()]));
        await expect(late).rejects.toEqual(conflict('no-stream', 1));
      });
    });

    describe('readByTrace', () => {
      it('finds what belongs to a trace, whatever the stream, in the order of the feed', async () => {
        const traceId = newTraceId();
        const streams = [newStream('zeta'), newStream('alpha')];
        for (const stream of streams) await store.append(stream, 'any', [newEvent({ traceId }), newEvent()]);
        const found = await store.readByTrace(traceId);
        expect(found.map(({ stream }) => stream)).toEqual(streams);
        expect(await store.readByTrace(newTraceId())).toEqual([]);
      });

      it('finds also what mentions it, which is found under every id it mentions', async () => {
        const [traceId, answer] = [newTraceId(), uuidV7()];
        const tells = newEvent({ mentions: [newTraceId(), traceId, answer] });
        await store.append(newStream('alpha'), 'any', [tells, newEvent({ mentions: [newTraceId()] })]);
        await store.append(newStream('zeta'), 'any', [newEvent({ traceId })]);
        const found = await store.readByTrace(traceId);
        expect(found.map(({ category }) => category)).toEqual(['alpha', 'zeta']);
        expect(await store.readMentioning(answer)).toEqual(found.slice(0, 1));
        // A uuid and a trace id of the same bits are the same.
        expect(await store.readByTrace(traceOfUuid(answer))).toEqual(found.slice(0, 1));
        expect(await store.readMentioning(uuidV7())).toEqual([]);
      });
    });

    describe('readLatest', () => {
      it('reads the newest of a category first, and of their data what is asked for', async () => {
        const category = `latest_${newTraceId()}`;
        for (const n of [1, 2, 3]) {
          await store.append(newStream(category), 'any', [newEvent({ data: { n, more: { deep: n } } })]);
          await store.append(newStream(), 'any', [newEvent()]);
        }
        const whole = await store.readLatest(category, 2);
        expect(whole.map(({ data }) => data)).toEqual([
          { n: 3, more: { deep: 3 } },
          { n: 2, more: { deep: 2 } },
        ]);
        const some = await store.readLatest(category, 5, { members: ['more', 'absent'] });
        expect(some.map(({ data }) => data)).toEqual([3, 2, 1].map((deep) => ({ more: { deep } })));
        expect(await store.readLatest('nothing_of_it', 5)).toEqual([]);
      });

      it('reads as many as there are or are wanted, also where several come of one transaction', async () => {
        const category = `latest_${newTraceId()}`;
        for (let n = 0; n < 30; n += 1) {
          const many = Array.from({ length: 20 }, (_, at) => newEvent({ data: { n: n * 20 + at } }));
          await store.append(newStream(category), 'any', many);
        }
        const numbers = async (limit: number) =>
          (await store.readLatest(category, limit)).map(({ data }) => (data as { n: number }).n);
        expect(await numbers(1000)).toEqual(Array.from({ length: 600 }, (_, at) => 599 - at));
        expect(await numbers(505)).toEqual(Array.from({ length: 505 }, (_, at) => 599 - at));
        expect(await numbers(250)).toHaveLength(250);
      });

      it('reads on before a place', async () => {
        const category = `latest_${newTraceId()}`;
        for (const n of [1, 2, 3, 4]) await store.append(newStream(category), 'any', [newEvent({ data: { n } })]);
        const [, third] = await store.readLatest(category, 2);
        const before = cursorOf(third!);
        const rest = await store.readLatest(category, 5, { before });
        expect(rest.map(({ data }) => data)).toEqual([{ n: 2 }, { n: 1 }]);
        expect(await store.readLatest(category, 1, { before, members: ['n'] })).toEqual([rest[0]]);
      });
    });

    describe('feed', () => {
      it('reads everything after a place, in pages that neither overlap nor skip', async () => {
        const start = await here();
        const streams = Array.from({ length: 7 }, () => newStream());
        for (const stream of streams) await store.append(stream, 'any', newEvents(3));
        const paged = await readOn(start, 4);
        const whole = await readOn(start, 1000);
        expect(paged).toEqual(whole);
        expect(whole.map(({ stream, streamVersion }) => `${stream} ${streamVersion}`)).toEqual(
          streams.flatMap((stream) => [1, 2, 3].map((version) => `${stream} ${version}`)),
        );
        expect(
          whole.every(
            (event, index) => index === 0 || compareCursors(cursorOf(whole[index - 1]!), cursorOf(event)) < 0,
          ),
        ).toBe(true);
      });

      it('is read by category, several at once, a category at most once', async () => {
        const start = await here();
        const [one, two, other] = [newStream('one'), newStream('two'), newStream('other')];
        for (const stream of [one, other, two, one]) await store.append(stream, 'any', newEvents(2));
        const streams = async (limit: number, ...categories: string[]) =>
          (await readOn(start, limit, categories)).map(({ stream }) => stream);
        expect(await streams(3, 'one', 'two', 'one')).toEqual([one, one, two, two, one, one]);
        expect(await streams(100, 'two')).toEqual([two, two]);
        expect(await streams(100, 'none')).toEqual([]);
      });

      it('moves on past what it was not asked for, and still finds what comes later', async () => {
        const start = await here();
        await store.append(newStream('other'), 'any', [newEvent()]);
        const empty = await store.feed.read(start, 10, { categories: ['mine'] });
        expect(empty.events).toEqual([]);
        expect(compareCursors(empty.next, start)).toBeGreaterThan(0);
        const mine = newStream('mine');
        await store.append(mine, 'any', [newEvent()]);
        const { events } = await store.feed.read(empty.next, 10, { categories: ['mine'] });
        expect(events.map(({ stream }) => stream)).toEqual([mine]);
      });

      it('says that nothing is held back when no transaction runs', async () => {
        await store.append(newStream(), 'any', [newEvent()]);
        expect(await store.feed.delay()).toEqual({ waiting: 0, longestMs: 0 });
      });
    });
  });
}
