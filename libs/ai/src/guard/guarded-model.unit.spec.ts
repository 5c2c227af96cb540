import { beforeEach, describe, expect, it } from '@jest/globals';
import { Deadline, fail } from '#kernel';
import { FakeClock } from '#testing';
import { MemoryLedger } from '../budget/spending-ledger.js';
import type { ChatProvider, ProviderPart } from '../chat/chat-model.js';
import { GuardedModel } from './guarded-model.js';

const request = { system: 's', user: 'u', maxTokens: 10 };
const limits = { strikes: 3, restMs: 1000, firstPieceMs: 1000, gapMs: 1000, stallMs: 500, concurrency: 2 };

/** Counts how often it is asked. */
class Counting implements ChatProvider {
  readonly provider = 'counting';
  readonly model = 'm';
  asked = 0;

  async *stream(): AsyncGenerator<ProviderPart> {
    this.asked += 1;
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

  it('starts before the deadline', async () => {
    expect((await ask(Deadline.in(1000, clock))).value).toMatchObject({ type: 'text-start' });
    expect(provider.asked).toBe(1);
  });
});
