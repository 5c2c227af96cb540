import { describe, expect, it } from '@jest/globals';
import { fail, newTraceId, type Decider } from '#kernel';
import { handleCommand, MemoryEventStore, VersionConflict, type AggregateOptions } from './index.js';
import { newEvent, newStream } from './spec-support/events.js';

type Counted = { readonly type: 'counted'; readonly by: number };

const counter: Decider<number, number, Counted> = {
  initialState: () => 0,
  evolve: (total, { by }) => total + by,
  decide(by, total) {
    if (total + by < 0) throw fail('content-refused', 'A counter does not go below zero.');
    return by === 0 ? [] : [{ type: 'counted', by }];
  },
};

const options: AggregateOptions<Counted> = {
  read: ({ data }) => ({ type: 'counted', by: (data as { by: number }).by }),
  write: ({ by }) => ({ type: 'counted', version: 1, data: { by }, actor: 'service:spec', traceId: newTraceId() }),
};

describe('handleCommand', () => {
  it('decides on the history, records what was decided, and returns the state after it', async () => {
    const store = new MemoryEventStore();
    const stream = newStream('counter');
    expect(await handleCommand(store, counter, stream, 2, options)).toMatchObject({ state: 2, version: 1 });
    expect(await handleCommand(store, counter, stream, 3, options)).toMatchObject({ state: 5, version: 2 });
    expect((await store.readStream(stream)).map(({ data }) => data)).toEqual([{ by: 2 }, { by: 3 }]);
  });

  it('records nothing when nothing was decided, or the command was refused', async () => {
    const store = new MemoryEventStore();
    const stream = newStream('counter');
    expect(await handleCommand(store, counter, stream, 0, options)).toEqual({
      state: 0,
      version: 0,
      appended: undefined,
    });
    await expect(handleCommand(store, counter, stream, -1, options)).rejects.toMatchObject({
      failure: { code: 'content-refused' },
    });
    expect(await store.readStream(stream)).toEqual([]);
  });

  it('decides anew on the history of whoever was faster', async () => {
    const store = new MemoryEventStore();
    const stream = newStream('counter');
    const results = await Promise.all(
      [1, 2, 3, 4].map((by) => handleCommand(store, counter, stream, by, { ...options, retries: 10 })),
    );
    expect(results.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4]);
    expect(Math.max(...results.map(({ state }) => state))).toBe(10);
  });

  it('gives up after its retries with the conflict', async () => {
    const store = new MemoryEventStore();
    const stream = newStream('counter');
    let decisions = 0;
    const outrun: Decider<number, number, Counted> = {
      ...counter,
      decide: (by, total) => {
        decisions++;
        return counter.decide(by, total);
      },
    };
    const raced = {
      readStream: async (name: string) => {
        const history = await store.readStream(name);
        await store.append(name, 'any', [newEvent({ type: 'counted', data: { by: 1 } })]);
        return history;
      },
      append: store.append.bind(store),
    };
    const lost = handleCommand(raced, outrun, stream, 1, { ...options, retries: 2 });
    await expect(lost).rejects.toBeInstanceOf(VersionConflict);
    expect(decisions).toBe(3);
  });
});
