import { beforeEach, describe, expect, it } from '@jest/globals';
import { Deadline, fail } from '#kernel';
import { FakeClock } from '#testing';
import { MemoryLedger, type Reservation } from '../budget/spending-ledger.js';
import type { ChatProvider, ProviderPart } from '../chat/chat-model.js';
import { NeverSent } from '../timely-request.js';
import { GuardedModel } from './guarded-model.js';

const request = { system: 's', user: 'u', maxTokens: 10 };
const limits = { strikes: 3, restMs: 1000, firstPieceMs: 1000, gapMs: 1000, stallMs: 500, concurrency: 2 };

/** Counts how often it is asked. */
class Counting implements ChatProvider {
  readonly provider = 'counting';
  readonly model = 'm';
  asked = 0;
  before: Promise<void> = Promise.resolve();
  failure: Error | undefined;

  async *stream(): AsyncGenerator<ProviderPart> {
    this.asked += 1;
    await this.before;
    if (this.failure) throw this.failure;
    yield await Promise.resolve({ type: 'text-delta' as const, text: 'Hello.' });
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  lookUp(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a call to a model', () => {
  let clock: FakeClock;
  let provider: Counting;
  let ledger: MemoryLedger;
  let model: GuardedModel;

  beforeEach(() => {
    clock = new FakeClock();
    provider = new Counting();
    ledger = new MemoryLedger(1000, clock);
    model = new GuardedModel(provider, { limits, prices: { input: 1, output: 1 }, ledger, clock });
  });

  const ask = (deadline: Deadline, signal?: AbortSignal) =>
    model.stream(request, { deadline, ...(signal ? { signal } : {}) }).next();
  /** Something happens while the ledger is asked. */
  const meanwhile = (happens: () => void) => {
    const reserve = ledger.reserve.bind(ledger);
    ledger.reserve = (cost) => {
      happens();
      return reserve(cost);
    };
  };

  it('does not start at the deadline', async () => {
    await expect(ask(Deadline.in(0, clock))).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    expect(provider.asked).toBe(0);
  });

  it('does not start where the deadline passed while the budget was asked for, and spends nothing', async () => {
    meanwhile(() => clock.advance(1000));
    await expect(ask(Deadline.in(1000, clock))).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    expect([provider.asked, ledger.spent]).toEqual([0, 0]);
  });

  it('does not start where the caller left meanwhile, and spends nothing', async () => {
    const leaving = new AbortController();
    meanwhile(() => leaving.abort(fail('cancelled', 'The caller has left.')));
    await expect(ask(Deadline.in(1000, clock), leaving.signal)).rejects.toMatchObject({
      failure: { code: 'cancelled' },
    });
    expect([provider.asked, ledger.spent]).toEqual([0, 0]);
  });

  it('costs nothing where it never went out', async () => {
    provider.failure = new NeverSent();
    await expect(ask(Deadline.in(1000, clock))).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    expect(ledger.spent).toBe(0);
  });

  it.each<[string, (hang: Promise<never>) => void]>([
    ['the code of the provider is loaded', (hang) => (provider.load = () => hang)],
    ['the budget is asked for', (hang) => (ledger.reserve = () => hang)],
    ['the provider hangs, and does not notice that it is over', (hang) => (provider.before = hang)],
  ])('ends at the deadline, and when the caller leaves, while %s', async (_, arrange) => {
    arrange(new Promise(() => undefined));
    await expect(ask(Deadline.in(5))).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    const leaving = new AbortController();
    const asked = ask(Deadline.in(60_000), leaving.signal);
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('gives back what was reserved after its end', async () => {
    const reserving = Promise.withResolvers<Reservation>();
    ledger.reserve = () => reserving.promise;
    await expect(ask(Deadline.in(5))).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    const settled = new Promise((settle) => reserving.resolve({ settle }));
    expect(await settled).toBe(0);
  });

  it('starts before the deadline', async () => {
    expect((await ask(Deadline.in(1000, clock))).value).toMatchObject({ type: 'text-start' });
    expect(provider.asked).toBe(1);
  });
});
