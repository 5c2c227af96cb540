import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeClock } from '#testing';
import { ModelFailure, type ModelFailureReason } from '../chat/model-failure.js';
import { CircuitBreaker } from './circuit-breaker.js';

const failure = (reason: ModelFailureReason = 'unavailable', retryAfterMs?: number) =>
  new ModelFailure(reason, 'stub', 'x', { retryAfterMs });

describe('CircuitBreaker', () => {
  const changed = jest.fn();
  let clock: FakeClock;
  let breaker: CircuitBreaker;

  beforeEach(() => {
    changed.mockClear();
    clock = new FakeClock();
    breaker = new CircuitBreaker({ strikes: 3, restMs: 1000 }, changed, clock);
  });

  const failed = (times = 1, of = failure()) => {
    for (let count = 0; count < times; count += 1) breaker.admit().failed(of);
  };
  const isOpen = (): boolean => {
    try {
      breaker.admit().left();
      return false;
    } catch (error) {
      expect(error).toBeInstanceOf(ModelFailure);
      return true;
    }
  };

  it('opens after so many failures in a row, and says why', () => {
    failed(2);
    expect(isOpen()).toBe(false);
    failed(1, failure('overloaded'));
    expect(() => breaker.admit()).toThrow(expect.objectContaining({ reason: 'overloaded' }));
    expect(breaker.problem?.reason).toBe('overloaded');
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('counts those in a row only', () => {
    failed(2);
    breaker.admit().succeeded();
    failed(2);
    expect(isOpen()).toBe(false);
  });

  it('counts no call that its caller left, and none that was answered though not as wished', () => {
    for (let count = 0; count < 9; count += 1) breaker.admit().left();
    failed(9, failure('too-long'));
    expect(isOpen()).toBe(false);
  });

  it('lets one call try after its rest, and no other meanwhile', () => {
    failed(3);
    clock.advance(999);
    expect(isOpen()).toBe(true);
    clock.advance(1);
    const probe = breaker.admit();
    expect(isOpen()).toBe(true);
    probe.succeeded();
    expect(isOpen()).toBe(false);
    expect(changed).toHaveBeenLastCalledWith(undefined);
  });

  it('lets another try where the first one’s caller left', () => {
    failed(3);
    clock.advance(1000);
    breaker.admit().left();
    breaker.admit().succeeded();
    expect(breaker.problem).toBeUndefined();
  });

  it('rests twice as long after each try that fails, up to a minute', () => {
    failed(3);
    for (const rest of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
      clock.advance(rest - 1);
      expect(isOpen()).toBe(true);
      clock.advance(1);
      failed(1);
    }
  });

  it('rests for as long as the provider says, at once', () => {
    failed(1, failure('rate-limited', 7000));
    clock.advance(6999);
    expect(isOpen()).toBe(true);
    clock.advance(1);
    expect(isOpen()).toBe(false);
  });

  it('is not closed by a call that began before the provider asked for rest', () => {
    const earlier = breaker.admit();
    failed(1, failure('rate-limited', 7000));
    earlier.succeeded();
    expect(isOpen()).toBe(true);
  });

  it.each(['refused-key', 'unknown-model'] as const)('rests a minute after %s, at once', (reason) => {
    failed(1, failure(reason));
    clock.advance(59_999);
    expect(isOpen()).toBe(true);
  });

  it('opens by calls that say nothing, before they have ended, and closes when one of them answers', () => {
    const calls = [breaker.admit(), breaker.admit(), breaker.admit()];
    expect(calls.map((call) => call.stalled(failure('late')))).toEqual([false, false, true]);
    expect(isOpen()).toBe(true);
    calls[1]!.succeeded();
    expect(isOpen()).toBe(false);
  });

  it('counts a call once that stalls again and then fails', () => {
    const call = breaker.admit();
    call.stalled(failure('late'));
    call.stalled(failure('late'));
    call.failed(failure('late'));
    failed(1);
    expect(isOpen()).toBe(false);
  });
});
