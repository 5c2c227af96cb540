import { expect, it } from '@jest/globals';
import { SecondTries } from './second-tries.js';

it('second tries are a fifth of the requests, and a few that were saved', () => {
  const tries = new SecondTries();
  let taken = 0;
  for (let request = 0; request < 1000; request += 1) {
    tries.earn();
    if (tries.take()) taken += 1;
  }
  expect(taken).toBeLessThanOrEqual(210);
  expect(taken).toBeGreaterThan(190);
});
