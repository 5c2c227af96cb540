import { stat } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { collectGarbage } from './collect-garbage.js';

test('what nobody holds any more is gone', async () => {
  const learned = new WeakRef({ vectors: new Float64Array(125_000) });
  // What was made in this turn is held until it ends.
  await stat(import.meta.filename);
  expect(learned.deref()?.vectors).toHaveLength(125_000);
  await stat(import.meta.filename);
  collectGarbage();
  expect(learned.deref()).toBeUndefined();
});
