import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '#testing';
import { KnowledgeNow, type Reading, type States } from './knowledge-now.js';

/** Readings that end when the spec says so. */
function readings(goodForMs = 0) {
  const begun: PromiseWithResolvers<States>[] = [];
  const read = async (): Promise<Reading> => {
    const reading = Promise.withResolvers<States>();
    begun.push(reading);
    return { states: await reading.promise, goodForMs };
  };
  return { begun, read };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the state of knowledge now', () => {
  it('is read after it was asked for: whoever asks while a reading is under way gets the next', async () => {
    const { begun, read } = readings();
    const knowledge = new KnowledgeNow(read);
    const first = knowledge.now();
    const along = knowledge.now();
    await turn();
    const [second, third] = [knowledge.now(), knowledge.now()];
    expect(begun).toHaveLength(1);
    begun[0]!.resolve({ booking: 'old' });
    expect(await first).toEqual({ states: { booking: 'old' }, verified: true });
    expect(await along).toEqual(await first);
    await turn();
    expect(begun).toHaveLength(2);
    begun[1]!.resolve({ booking: 'new' });
    expect((await second).states).toEqual({ booking: 'new' });
    expect((await third).states).toEqual({ booking: 'new' });
    void knowledge.now();
    await turn();
    expect(begun).toHaveLength(3);
  });

  it('is not read again while the last reading is good, from when it was sent for', async () => {
    const { begun, read } = readings(20);
    const clock = new FakeClock();
    const knowledge = new KnowledgeNow(read, clock);
    const first = knowledge.now();
    await turn();
    clock.advance(15);
    const along = knowledge.now();
    clock.advance(4);
    begun[0]!.resolve({ booking: 'a' });
    const a = { states: { booking: 'a' }, verified: true };
    expect(await Promise.all([first, along, knowledge.now()])).toEqual([a, a, a]);
    clock.advance(1);
    const later = knowledge.now();
    await turn();
    expect(begun).toHaveLength(2);
    clock.advance(21);
    const tooLate = knowledge.now();
    begun[1]!.resolve({ booking: 'b' });
    expect((await later).states).toEqual({ booking: 'b' });
    await turn();
    await turn();
    expect(begun).toHaveLength(3);
    begun[2]!.resolve({ booking: 'c' });
    expect((await tooLate).states).toEqual({ booking: 'c' });
  });

  it('is the last one known, and said to be unverified, while knowledge does not answer', async () => {
    const { begun, read } = readings();
    const clock = new FakeClock();
    const knowledge = new KnowledgeNow(read, clock);
    const good = knowledge.now();
    await turn();
    begun[0]!.resolve({ booking: 'a' });
    await good;
    const bad = knowledge.now();
    await turn();
    const waiting = knowledge.now();
    begun[1]!.reject(new Error('It is away.'));
    expect(await bad).toEqual({ states: { booking: 'a' }, verified: false });
    await turn();
    begun[2]?.reject(new Error('It is away.'));
    expect(await waiting).toEqual({ states: { booking: 'a' }, verified: false });
    begun.length = 2;
    expect(() => knowledge.check()).toThrow('which state');
    clock.advance(251);
    // Nobody waits for whether it is back.
    expect(await Promise.all([knowledge.now(), knowledge.now()])).toEqual(
      [0, 1].map(() => ({ states: { booking: 'a' }, verified: false })),
    );
    expect(begun).toHaveLength(3);
    begun[2]!.resolve({ booking: 'b' });
    await new Promise(setImmediate);
    expect(() => knowledge.check()).not.toThrow();
    const again = knowledge.now();
    await turn();
    begun[3]!.resolve({ booking: 'c' });
    expect(await again).toEqual({ states: { booking: 'c' }, verified: true });
  });

  it('is asked again by whoever looks at readiness, where nobody asks anything else', async () => {
    const { begun, read } = readings();
    const clock = new FakeClock();
    const knowledge = new KnowledgeNow(read, clock);
    const bad = knowledge.now();
    await turn();
    begun[0]!.reject(new Error('It is away.'));
    await bad;
    clock.advance(251);
    expect(() => knowledge.check()).toThrow('which state');
    begun[1]!.resolve({ booking: 'a' });
    await new Promise(setImmediate);
    expect(() => knowledge.check()).not.toThrow();
    expect(begun).toHaveLength(2);
  });
});
