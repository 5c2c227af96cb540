import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Database } from '#platform/database';
import { testBackingServices } from '#testing';
import { connect, migrateKnowledge } from '../testing/open-knowledge.js';
import { readSparse, readVector, sparseBytes, sparseOf, sparseText, vectorBytes, vectorText } from './vector-codec.js';

const services = testBackingServices({ database: 'pglite' });
let database: Database;

beforeAll(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
});
afterAll(() => database.close());

const weights = fc.dictionary(
  fc.string({ unit: 'grapheme' }),
  fc.float({ noNaN: true, noDefaultInfinity: true, min: 0, max: 10 }),
);
const numbers = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -10, max: 10 }), {
  minLength: 384,
  maxLength: 384,
});

describe('the codec', () => {
  test('writes dense vectors the same in binary and as text', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, async (values) => {
        const vector = Float32Array.from(values);
        const [row] = await database.query<{ same: boolean; size: number }>(
          'select $1::vector = $2::text::vector as same, vector_dims($1::vector) as size',
          [vectorBytes(vector), vectorText(vector)],
        );
        expect(row).toEqual({ same: true, size: 384 });
      }),
      { numRuns: 25 },
    );
  });

  test('writes sparse vectors the same in binary and as text', async () => {
    await fc.assert(
      fc.asyncProperty(weights, async (terms) => {
        const map = new Map(Object.entries(terms));
        const [row] = await database.query<{ same: boolean }>('select $1::sparsevec = $2::text::sparsevec as same', [
          sparseBytes(map),
          sparseText(map),
        ]);
        expect(row).toEqual({ same: true });
      }),
      { numRuns: 50 },
    );
  });

  test('reads what the server sends as what was written', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, weights, async (values, terms) => {
        const vector = Float32Array.from(values);
        const map = new Map(Object.entries(terms));
        const [row] = await database.query<{ dense: Buffer; sparse: Buffer }>(
          'select vector_send($1::vector) as dense, sparsevec_send($2::sparsevec) as sparse',
          [vectorBytes(vector), sparseBytes(map)],
        );
        expect(readVector(row!.dense)).toEqual(vector);
        expect(readSparse(row!.sparse)).toEqual(sparseOf(map));
      }),
      { numRuns: 25 },
    );
  });

  test('lets the server multiply what two texts have in common', async () => {
    const [row] = await database.query<{ product: number }>('select -($1::sparsevec <#> $2::sparsevec) as product', [
      sparseBytes(
        new Map([
          ['refund', 0.5],
          ['card', 0.25],
        ]),
      ),
      sparseBytes(
        new Map([
          ['refund', 0.5],
          ['door', 1],
        ]),
      ),
    ]);
    expect(row!.product).toBeCloseTo(0.25, 6);
  });
});
