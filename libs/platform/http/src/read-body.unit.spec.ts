import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { FailureError, type Failure } from '#kernel';
import { readAs } from './read-body.js';

const schema = z.strictObject({
  query: z.string().trim().min(1, 'Ask something.'),
  asker: z.enum(['staff', 'member']).default('staff'),
  site: z.strictObject({ id: z.string() }).optional(),
  bays: z.array(z.int()).optional(),
});

function failureFor(value: unknown): Failure {
  try {
    readAs(schema, value);
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('It was taken.');
}

describe('readAs', () => {
  it('gives the value in its shape: trimmed, with defaults', () => {
    expect(readAs(schema, { query: '  hello ' })).toEqual({ query: 'hello', asker: 'staff' });
  });

  it.each([undefined, null, 7, 'text', [], true])('refuses %j as a whole', (value) => {
    expect(failureFor(value)).toMatchObject({ code: 'invalid-request', retryable: false, places: [{ path: '' }] });
  });

  it.each<[unknown, { path: string; message: string }[]]>([
    [{}, [{ path: 'query', message: 'query is missing.' }]],
    [{ query: 'x', asker: 'boss' }, [{ path: 'asker', message: 'asker must be one of staff, member.' }]],
    [{ query: ' ' }, [{ path: 'query', message: 'Ask something.' }]],
    [{ query: 'x', mood: 1 }, [{ path: 'mood', message: 'mood is not known.' }]],
    [{ query: 'x', site: { id: 'a', bay: 1 } }, [{ path: 'site.bay', message: 'site.bay is not known.' }]],
    [
      { query: 'x', a: 1, b: 2 },
      [
        { path: 'a', message: 'a is not known.' },
        { path: 'b', message: 'b is not known.' },
      ],
    ],
  ])('names the places of %j', (value, places) => {
    const found = failureFor(value);
    expect(found.places).toEqual(places);
    expect(found.message).toBe(places.map(({ message }) => message).join(' '));
  });

  it('names every wrong place at once, with the index in a list', () => {
    const { places } = failureFor({ query: 7, asker: 'robot', bays: [1, 'two', 3.5] });
    expect(places?.map((place) => place.path)).toEqual(['query', 'asker', 'bays.1', 'bays.2']);
  });

  it('does not repeat what was sent, which may be a secret', () => {
    expect(JSON.stringify(failureFor({ query: { password: 'hunter2' }, asker: 'hunter2' }))).not.toContain('hunter2');
  });
});
