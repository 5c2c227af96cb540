import { expect, test } from '@jest/globals';
import { eventually } from './eventually.js';

test('it gives what the assertion returns once it holds', async () => {
  let tries = 0;
  const value = await eventually(
    () => {
      tries += 1;
      expect(tries).toBeGreaterThanOrEqual(3);
      return `after ${tries}`;
    },
    { every: 1 },
  );
  expect(value).toBe('after 3');
});

test('it fails with the last failure when the assertion never holds', async () => {
  const never = eventually(() => Promise.reject(new Error('still 7')), { within: 5, every: 1 });
  await expect(never).rejects.toThrow('It did not come true within 5 ms. still 7');
});
