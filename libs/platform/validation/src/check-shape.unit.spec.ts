import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { checkShape } from './check-shape.js';
import { readYaml } from './read-yaml.js';

const schema = z.strictObject({ query: z.string(), bays: z.array(z.int()).optional() });

describe('checkShape', () => {
  it('gives the value in its shape', () => {
    expect(checkShape(schema, { query: 'x' }, 'The request')).toEqual({ ok: true, value: { query: 'x' } });
  });

  it.each([
    [undefined, 'The request is missing.'],
    [null, 'The request must be an object.'],
    [[], 'The request must be an object.'],
  ])('names the whole where it is wrong as a whole: %j', (value, message) => {
    const places = [{ path: '', message }];
    expect(checkShape(schema, value, 'The request')).toMatchObject({ ok: false, error: { message, places } });
  });

  it('names every wrong place, and tells the first five', () => {
    const found = checkShape(schema, { query: 7, bays: ['a', 1, 'b', 'c', 'd', 'e'], mood: 1 }, 'The request');
    expect(!found.ok && found.error.places?.map(({ path }) => path)).toEqual([
      ...['query', 'bays.0', 'bays.2', 'bays.3', 'bays.4', 'bays.5', 'mood'],
    ]);
    expect(!found.ok && found.error.message).toMatch(/^query must be a text\. .* bays\.4 must be a number\.$/);
  });
});

describe('readYaml', () => {
  it('gives what it holds', () => expect(readYaml('a: [1]')).toEqual({ ok: true, value: { a: [1] } }));

  it.each([
    ['a: 1\nkeywords: 2\nkeywords: 5\n', 'keywords: it stands there a second time, on line 3.'],
    ['a: [b', /^it is not YAML: [^\n]+ at line 1, column \d+\.$/],
    ['a: *nothing', /^it is not YAML: Unresolved alias [^\n]+\.$/],
    ['a: "b\nc', /^it is not YAML: [^\n]+\.$/],
  ])('says in one line what is wrong with %j', (text, message) => {
    const found = readYaml(text);
    expect(!found.ok && found.error.message).toEqual(expect.stringMatching(message));
  });
});
