import { describe, expect, it } from '@jest/globals';
import { Deadline, err, failure, newTraceContext, ok, type Result } from '#kernel';
import type { Call } from '#platform/messaging';
import { doorCode, passageOf } from '../testing/examples.js';
import type { Knowledge, Looked } from './find-material.js';
import { OneState } from './one-state.js';

const ask = { answerId: 'a', query: 'q', asker: 'staff' as const };
const call: Call = {
  deadline: Deadline.in(600_000),
  trace: newTraceContext(),
  principal: { id: 'x', kind: 'staff' },
  requestId: 'r',
};
const inState = (state: string | undefined, settled = true): Result<Looked> =>
  ok({ passages: [passageOf(doorCode)], degraded: [], state, settled });

/** Gives these replies one after the other. */
const replying = (...replies: readonly Result<Looked>[]): Knowledge => {
  let next = 0;
  return { search: () => Promise.resolve(replies[next++]!) };
};

async function look(one: OneState, times: number): Promise<number[]> {
  const found = await Promise.all(Array.from({ length: times }, (_, at) => one.search(`q${at}`, ask, call)));
  return found.map((looked) => (looked.ok ? looked.value.passages.length : -1));
}

describe('what one answer looks up', () => {
  it('has the name of the one state that everything was found in', async () => {
    const one = new OneState(replying(inState('a'), inState('a')), false);
    expect(await look(one, 2)).toEqual([1, 1]);
    expect([one.mixed, one.name]).toEqual([false, 'a']);
  });

  it('is mixed where a search saw another state', async () => {
    const one = new OneState(replying(inState('a'), inState('b', false)), false);
    await look(one, 2);
    expect([one.mixed, one.name]).toEqual([true, undefined]);
  });

  it.each<[string, Result<Looked>]>([
    ['it is not settled', inState('a', false)],
    ['knowledge gives it no name', inState(undefined)],
    ['a search failed', err(failure('unavailable', 'It is away.'))],
  ])('has no name where %s', async (_, reply) => {
    const one = new OneState(replying(reply), false);
    await look(one, 1);
    expect(one.name).toBeUndefined();
  });

  it('keeps to the state of the first search where it insists', async () => {
    const one = new OneState(replying(inState('a'), inState('b'), inState('a')), true);
    expect(await look(one, 3)).toEqual([1, 0, 1]);
    expect([one.mixed, one.name]).toEqual([false, undefined]);
  });
});
