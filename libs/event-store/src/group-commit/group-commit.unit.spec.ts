import { afterEach, describe, expect, it } from '@jest/globals';
import { Deadline, fail, newTraceId, uuidV7 } from '#kernel';
import { eventually, FakeClock } from '#testing';
import { GroupCommit, MemoryEventStore, VersionConflict, type Append, type GroupCommitOptions } from '../index.js';
import { newEvent, newStream } from '../spec-support/events.js';

/** A memory store whose commits wait until they are let through, and which can be away. */
class GatedStore {
  readonly store = new MemoryEventStore();
  readonly batches: number[] = [];
  away = false;
  private gate: PromiseWithResolvers<void> | undefined;

  hold(): void {
    this.gate = Promise.withResolvers<void>();
  }

  release(): void {
    this.gate?.resolve();
    this.gate = undefined;
  }

  async appendMany(appends: readonly Append[]) {
    this.batches.push(appends.length);
    await this.gate?.promise;
    if (this.away) throw fail('unavailable', 'The database cannot be reached right now.');
    return this.store.appendMany(appends);
  }
}

describe('GroupCommit', () => {
  const open: GroupCommit[] = [];
  const over = (store: GatedStore, options: GroupCommitOptions = {}): GroupCommit => {
    const commit = new GroupCommit(store, { retryAfterMs: 10, ...options });
    open.push(commit);
    return commit;
  };
  const unavailable = expect.objectContaining({ failure: expect.objectContaining({ code: 'unavailable' }) });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((commit) => commit.close(Deadline.in(0))));
  });

  it('gathers the next batch while one commits, and answers each caller with its own', async () => {
    const store = new GatedStore();
    const commit = over(store, { maxBatch: 30 });
    store.hold();
    const streams = Array.from({ length: 50 }, () => newStream());
    const all = streams.map((stream) => commit.append(stream, 'no-stream', [newEvent()]));
    expect(commit.statistics()).toMatchObject({ waiting: 49 });
    store.release();
    expect((await Promise.all(all)).map(({ stream, version }) => [stream, version])).toEqual(
      streams.map((stream) => [stream, 1]),
    );
    expect(store.batches).toEqual([1, 30, 19]);
  });

  it('takes along who appends again as soon as it is told of a commit', async () => {
    const store = new GatedStore();
    const commit = over(store);
    const append = () => commit.append(newStream(), 'no-stream', [newEvent()]);
    store.hold();
    const again = append().then(() => append());
    const other = append();
    store.release();
    await Promise.all([again, other]);
    expect(store.batches).toEqual([1, 2]);
  });

  it('answers nobody before the commit', async () => {
    const store = new GatedStore();
    const commit = over(store);
    store.hold();
    let answered = false;
    const caller = commit.append(newStream(), 'any', [newEvent()]).then(() => (answered = true));
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    store.release();
    await caller;
  });

  it('fails a bad event alone', async () => {
    const store = new GatedStore();
    const commit = over(store);
    const taken = newStream();
    await store.store.append(taken, 'no-stream', [newEvent()]);
    store.hold();
    const outcomes = Promise.allSettled([
      commit.append(newStream(), 'any', [newEvent()]),
      ...Array.from({ length: 20 }, () => commit.append(newStream(), 'any', [newEvent()])),
      commit.append(newStream(), 'any', [newEvent({ data: 1n })]),
      commit.append(taken, 'no-stream', [newEvent()]),
      ...Array.from({ length: 20 }, () => commit.append(newStream(), 'any', [newEvent()])),
    ]);
    store.release();
    const failed = (await outcomes).flatMap((outcome, index) =>
      outcome.status === 'rejected' ? [[index, outcome.reason]] : [],
    );
    expect(failed).toEqual([
      [21, expect.objectContaining({ failure: expect.objectContaining({ code: 'invalid-request' }) })],
      [22, expect.any(VersionConflict)],
    ]);
  });

  it('keeps the order of a stream that is appended to twice', async () => {
    const store = new GatedStore();
    const commit = over(store);
    const stream = newStream();
    const versions = await Promise.all([1, 2, 3].map(() => commit.append(stream, 'any', [newEvent()])));
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(store.batches).toEqual([1, 1, 1]);
  });

  it('tells everybody who waits as soon as the database is away, and tries no more for a while', async () => {
    const [store, clock] = [new GatedStore(), new FakeClock()];
    const commit = over(store, { clock, retryAfterMs: 250 });
    store.away = true;
    store.hold();
    const waiting = Array.from({ length: 5 }, () => commit.append(newStream(), 'any', [newEvent()]));
    store.release();
    expect((await Promise.allSettled(waiting)).every(({ status }) => status === 'rejected')).toBe(true);
    await expect(commit.append(newStream(), 'any', [newEvent()])).rejects.toEqual(unavailable);
    expect(store.batches).toEqual([1]);
    expect(commit.statistics()).toMatchObject({ away: true, spooled: 0 });
    store.away = false;
    clock.advance(250);
    await commit.append(newStream(), 'any', [newEvent()]);
    expect(commit.statistics()).toMatchObject({ away: false });
  });

  it('refuses one caller more than it may hold', async () => {
    const store = new GatedStore();
    const commit = over(store, { maxQueue: 2 });
    store.hold();
    const waiting = [1, 2, 3].map(() => commit.append(newStream(), 'any', [newEvent()]));
    await expect(commit.append(newStream(), 'any', [newEvent()])).rejects.toEqual(unavailable);
    store.release();
    await Promise.all(waiting);
  });

  describe('appendOrSpool', () => {
    it('records at once while the database is there', async () => {
      const commit = over(new GatedStore());
      const kept = await commit.appendOrSpool({ stream: newStream(), expected: 'no-stream', events: [newEvent()] });
      expect(kept).toMatchObject({ kept: 'recorded', appended: { version: 1 } });
    });

    it('keeps what an absent database did not take, counts what does not fit, and records it later as it was', async () => {
      const store = new GatedStore();
      const commit = over(store, { maxSpool: 3 });
      store.away = true;
      const traceId = newTraceId();
      const happened = '2026-11-22T19:00:00.000Z';
      const kept = [];
      for (let n = 0; n < 5; n++) {
        const event = newEvent({ traceId, data: { n }, occurredAt: happened });
        kept.push((await commit.appendOrSpool({ stream: newStream(), expected: 'no-stream', events: [event] })).kept);
      }
      expect(kept).toEqual(['spooled', 'spooled', 'spooled', 'dropped', 'dropped']);
      expect(commit.statistics()).toMatchObject({ spooled: 3, dropped: 2, away: true });
      store.away = false;
      await eventually(() => expect(commit.statistics()).toMatchObject({ spooled: 0, dropped: 2, away: false }));
      const recorded = await store.store.readByTrace(traceId);
      expect(recorded.map(({ data }) => data)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
      expect(recorded.every(({ occurredAt }) => occurredAt === happened)).toBe(true);
    });

    it('records once what had been committed though the answer got lost', async () => {
      const store = new GatedStore();
      let lost = false;
      const commit = new GroupCommit(
        {
          appendMany: async (appends) => {
            const appended = await store.appendMany(appends);
            if (lost) return appended;
            lost = true;
            throw fail('unavailable', 'The connection broke before the answer came.');
          },
        },
        { retryAfterMs: 10 },
      );
      open.push(commit);
      const stream = newStream();
      expect(await commit.appendOrSpool({ stream, expected: 'any', events: [newEvent()] })).toEqual({
        kept: 'spooled',
      });
      await eventually(() => expect(commit.statistics()).toMatchObject({ spooled: 0, refused: 0 }));
      expect(await store.store.readStream(stream)).toHaveLength(1);
    });

    it('does not keep what cannot be recorded at all', async () => {
      const commit = over(new GatedStore());
      const refused = commit.appendOrSpool({ stream: newStream(), expected: 'any', events: [newEvent({ data: 1n })] });
      await expect(refused).rejects.toMatchObject({ failure: { code: 'invalid-request' } });
      expect(commit.statistics()).toMatchObject({ spooled: 0 });
    });

    it('reports what the store refused when nobody waited any more, and goes on with the rest', async () => {
      const store = new GatedStore();
      const refused: Append[] = [];
      const commit = over(store, { onRefused: (append) => refused.push(append) });
      const taken = newStream();
      store.away = true;
      await commit.appendOrSpool({ stream: newStream(), expected: 'no-stream', events: [newEvent()] });
      await commit.appendOrSpool({ stream: taken, expected: 'no-stream', events: [newEvent()] });
      await commit.appendOrSpool({ stream: newStream(), expected: 'no-stream', events: [newEvent()] });
      await store.store.append(taken, 'no-stream', [newEvent({ id: uuidV7() })]);
      store.away = false;
      await eventually(() => expect(commit.statistics()).toMatchObject({ spooled: 0, refused: 1 }));
      expect(refused.map(({ stream }) => stream)).toEqual([taken]);
    });
  });

  describe('close', () => {
    it('finishes what waits, empties the spool, and takes no more', async () => {
      const store = new GatedStore();
      const commit = over(store, { retryAfterMs: 3_600_000 });
      store.away = true;
      await commit.appendOrSpool({ stream: newStream(), expected: 'any', events: [newEvent()] });
      store.away = false;
      expect(await commit.close(Deadline.in(5_000))).toBe(0);
      await expect(commit.append(newStream(), 'any', [newEvent()])).rejects.toEqual(unavailable);
      expect((await store.store.feed.read({ transactionId: 0, position: 0 }, 10)).events).toHaveLength(1);
    });

    it('says how many are lost with it', async () => {
      const store = new GatedStore();
      const commit = over(store);
      store.away = true;
      await commit.appendOrSpool({ stream: newStream(), expected: 'any', events: [newEvent()] });
      expect(await commit.close(Deadline.in(5_000))).toBe(1);
    });
  });
});
