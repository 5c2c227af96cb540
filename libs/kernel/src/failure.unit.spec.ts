import { describe, expect, it } from '@jest/globals';
import { fail, failure, failureCodes, FailureError, toFailure } from './failure.js';

describe('failure', () => {
  it('is retryable where the same call may succeed later, and nowhere else', () => {
    expect(failureCodes.filter((code) => failure(code, 'x').retryable)).toEqual([
      'rate-limited',
      'overloaded',
      'deadline-exceeded',
      'no-responders',
      'unavailable',
    ]);
  });

  it('has places only when it is given some', () => {
    expect(failure('invalid-request', 'x')).not.toHaveProperty('places');
    expect(failure('invalid-request', 'x', [{ path: 'a.b', message: 'y' }]).places).toHaveLength(1);
  });
});

describe('toFailure', () => {
  it('gives back the failure that was thrown', () => {
    const thrown = fail('not-found', 'There is no such SOP.', 'row 7 is missing');
    expect(thrown.message).toBe('row 7 is missing');
    expect(toFailure(thrown)).toEqual({ code: 'not-found', message: 'There is no such SOP.', retryable: false });
  });

  it.each([new Error('password is hunter2'), 'hunter2', undefined, { code: 'not-found', message: 'hunter2' }])(
    'says of anything else only that something broke',
    (thrown) => {
      expect(toFailure(thrown).code).toBe('internal');
      expect(JSON.stringify(toFailure(thrown))).not.toContain('hunter2');
    },
  );

  it('keeps what caused it', () => {
    const cause = new Error('connection refused');
    expect(new FailureError(failure('unavailable', 'x'), 'y', { cause }).cause).toBe(cause);
  });
});
