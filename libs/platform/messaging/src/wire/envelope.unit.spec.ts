import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { replySchema } from '#contracts';
import { failure } from '#kernel';
import { endPayload, failurePayload, misfit, placesOf, readEnvelope, valuePayload } from './envelope.js';

describe('a reply on the wire', () => {
  test('a value and a failure are read as they were written, and are what the contract says', () => {
    const lost = failure('invalid-request', 'No.', [{ path: 'a.0', message: 'Wrong.' }]);
    expect(readEnvelope(valuePayload({ n: 1 }))).toEqual({ ok: true, value: { n: 1 } });
    expect(readEnvelope(failurePayload(lost))).toEqual({ ok: false, error: lost });
    expect(readEnvelope(failurePayload(failure('not-found', 'No.')))).toEqual({
      ok: false,
      error: { code: 'not-found', message: 'No.', retryable: false },
    });
    for (const payload of [valuePayload({ n: 1 }), valuePayload(null), failurePayload(lost)]) {
      expect(replySchema.safeParse(JSON.parse(payload)).success).toBe(true);
    }
  });

  test('the end of a stream has no value', () => {
    expect('value' in readEnvelope(endPayload)).toBe(false);
  });

  test.each([
    '',
    'x',
    'null',
    '[]',
    '{}',
    '{"ok":1}',
    '{"ok":false}',
    '{"ok":false,"error":{"code":"new-in-the-next-version"}}',
  ])('%j is none', (text) => {
    expect(() => readEnvelope(text)).toThrow();
  });

  test('what does not fit names its contract inside and nothing outside', () => {
    const error = misfit({ name: 'search', version: 2 }, new Error('n is missing'));
    expect(error.failure.code).toBe('internal');
    expect(error.failure.message).not.toContain('search');
    expect(error.internal).toContain('search.v2');
    expect(error.internal).toContain('n is missing');
  });

  test('places are dotted paths, twenty at most', () => {
    const schema = z.object({ list: z.array(z.object({ n: z.number() })) });
    const parsed = schema.safeParse({ list: Array.from({ length: 30 }, () => ({ n: 'x' })) });
    const places = placesOf(parsed.error!);
    expect(places).toHaveLength(20);
    expect(places[3]?.path).toBe('list.3.n');
  });
});
