import { describe, expect, it } from '@jest/globals';
import { problemSchema } from '#contracts';
import { failure, failureCodes } from '#kernel';
import { problemOf, problems } from './problem.js';

describe('problems', () => {
  it('maps every failure code, and nothing else', () => {
    expect(Object.keys(problems).sort()).toEqual([...failureCodes].sort());
  });

  it.each(failureCodes)('%s has a status of an error and a title', (code) => {
    const { status, title } = problems[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^[A-Z].*[a-z]$/);
  });

  it.each(failureCodes)(
    '%s blames the caller with 4xx exactly where a retry alone cannot help, or the caller is too fast',
    (code) => {
      const ours = problems[code].status >= 500;
      expect(ours).toBe(code === 'internal' || (failure(code, 'x').retryable && code !== 'rate-limited'));
    },
  );

  it('carries the sentence and the places of the failure, and nothing undeclared', () => {
    const places = [{ path: 'query', message: 'It is empty.' }];
    expect(
      problemSchema.strict().parse(problemOf(failure('invalid-request', 'query: It is empty.', places), 'abc')),
    ).toEqual({
      type: 'urn:clubos:problem:invalid-request',
      title: 'The request does not fit',
      status: 400,
      code: 'invalid-request',
      detail: 'query: It is empty.',
      traceId: 'abc',
      errors: places,
    });
    expect(problemOf(failure('internal', 'x'), 'abc')).not.toHaveProperty('errors');
  });
});
