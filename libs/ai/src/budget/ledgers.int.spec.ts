import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createBoundedCounters, type BoundedCounters } from '#platform/cache';
import { eventually, FakeClock, testBackingServices } from '#testing';
import { SharedLedger } from './shared-ledger.js';
import { MemoryLedger, type SpendingLedger } from './spending-ledger.js';

const services = testBackingServices({ redis: true });
const day = 24 * 60 * 60 * 1000;
let counters: BoundedCounters;
let clock: FakeClock;
let accounts = 0;
const shared = (account: string, onProblem = jest.fn()) =>
  new SharedLedger({ account, budget: 100, counters, clock, onProblem });

beforeAll(async () => {
  counters = createBoundedCounters({ url: services.redis.url, commandTimeoutMs: 60_000 });
  await eventually(() => counters.add('x', 0, { limit: 1, floor: 0, timeToLive: 1 }));
});
afterAll(() => counters.close());

describe.each<[string, () => SpendingLedger]>([
  ['in this process', () => new MemoryLedger(100, clock)],
  ['in Redis', () => shared(`account-${(accounts += 1)}`)],
])('a budget kept %s', (_, open) => {
  let ledger: SpendingLedger;
  beforeEach(() => {
    clock = new FakeClock();
    ledger = open();
  });

  it('is spent to the last, and no further', async () => {
    expect(await ledger.reserve(60)).toBeDefined();
    expect(await ledger.reserve(41)).toBeUndefined();
    expect(ledger.problem).toContain('used up until midnight UTC');
    expect(await ledger.reserve(40)).toBeDefined();
    expect(await ledger.reserve(1)).toBeUndefined();
  });

  it('gets back what a call did not take', async () => {
    (await ledger.reserve(100))?.settle(30);
    await eventually(async () => expect(await ledger.reserve(70)).toBeDefined());
    expect(await ledger.reserve(1)).toBeUndefined();
  });

  it('is no problem any more once enough was given back, whoever notices', async () => {
    const reservation = await ledger.reserve(100);
    expect(await ledger.reserve(41)).toBeUndefined();
    reservation?.settle(30);
    await eventually(() => expect(ledger.problem).toBeUndefined());
    expect(await ledger.reserve(70)).toBeDefined();
  });

  it('is a problem still while what was given back is not enough', async () => {
    const [first, second] = [await ledger.reserve(90), await ledger.reserve(10)];
    expect(await ledger.reserve(41)).toBeUndefined();
    second?.settle(0);
    await ledger.look();
    expect(ledger.problem).toContain('used up until midnight UTC');
    first?.settle(50);
    await eventually(() => expect(ledger.problem).toBeUndefined());
  });

  it('counts what a call took beyond its reservation', async () => {
    (await ledger.reserve(50))?.settle(90);
    await eventually(async () => {
      (await ledger.reserve(11))?.settle(0);
      expect(ledger.problem).toBeDefined();
    });
    expect(await ledger.reserve(10)).toBeDefined();
  });

  it('begins anew with the day, without what yesterday gives back', async () => {
    const yesterday = await ledger.reserve(100);
    clock.advance(day);
    expect(await ledger.reserve(100)).toBeDefined();
    yesterday?.settle(0);
    expect(await ledger.reserve(1)).toBeUndefined();
    expect(ledger.problem).toBeDefined();
    clock.advance(day);
    expect(ledger.problem).toBeUndefined();
  });

  it('lets of many at once through only as many as it holds', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => ledger.reserve(3)));
    expect(all.filter((each) => each !== undefined)).toHaveLength(33);
  });
});

describe('a budget in Redis', () => {
  beforeEach(() => {
    clock = new FakeClock();
  });

  it('is one for all replicas of an assistant, and its own', async () => {
    const replicas = [shared('a'), shared('a')];
    const allowed = await Promise.all(
      Array.from({ length: 40 }, (_, index) => replicas[index % 2]!.reserve(5).then((each) => each !== undefined)),
    );
    expect(allowed.filter(Boolean)).toHaveLength(20);
    expect(await shared('b').reserve(100)).toBeDefined();
  });

  it('is known to a replica that is started anew', async () => {
    await shared('c').reserve(100);
    expect(await shared('c').reserve(1)).toBeUndefined();
  });

  it('is told to a Redis that has forgotten it by who spent it', async () => {
    const ledger = shared('d');
    await ledger.reserve(80);
    await counters.add(`spending:d:2026-01-15`, -80, { limit: 0, floor: 0, timeToLive: 10 });
    expect(await ledger.reserve(30)).toBeUndefined();
    expect(await ledger.reserve(20)).toBeDefined();
  });

  it('is not spent while Redis is away, and says so', async () => {
    const add = jest.fn<BoundedCounters['add']>().mockRejectedValue(new Error('away'));
    const ledger = new SharedLedger({
      account: 'e',
      budget: 100,
      counters: { add, fits: () => Promise.resolve(false) },
      clock,
      onProblem: jest.fn(),
    });
    await expect(ledger.reserve(1)).rejects.toThrow('away');
    expect(ledger.problem).toContain('Redis does not answer');
    add.mockResolvedValue(true);
    await ledger.reserve(1);
    expect(ledger.problem).toBeUndefined();
  });

  it('is looked at again without a call, and without being spent by it', async () => {
    const add = jest.fn<BoundedCounters['add']>().mockRejectedValue(new Error('away'));
    const fits = jest.fn<BoundedCounters['fits']>().mockRejectedValue(new Error('away'));
    const ledger = new SharedLedger({
      account: 'g',
      budget: 100,
      counters: { add, fits },
      clock,
      onProblem: jest.fn(),
    });
    await expect(ledger.reserve(7)).rejects.toThrow('away');
    await ledger.look();
    expect(ledger.problem).toContain('Redis does not answer');
    fits.mockResolvedValue(true);
    await ledger.look();
    expect(ledger.problem).toBeUndefined();
    await ledger.look();
    expect([add.mock.calls.length, fits.mock.calls.length]).toEqual([1, 2]);
  });

  it('keeps as spent what cannot be given back', async () => {
    const add = jest.fn<BoundedCounters['add']>().mockResolvedValue(true);
    const onProblem = jest.fn();
    const ledger = new SharedLedger({
      account: 'f',
      budget: 100,
      counters: { add, fits: () => Promise.resolve(false) },
      clock,
      onProblem,
    });
    const reservation = await ledger.reserve(50);
    add.mockRejectedValueOnce(new Error('away'));
    reservation?.settle(0);
    await eventually(() => expect(onProblem).toHaveBeenCalledTimes(1));
    await ledger.reserve(1);
    expect(add).toHaveBeenLastCalledWith(expect.anything(), 1, expect.objectContaining({ floor: 50 }));
  });
});
