import { describe, expect, it } from '@jest/globals';
import { compareIds, isWhole } from './compare-ids.js';

const once = (...ids: string[]) => ids.map((id) => ({ id, times: 1 }));

describe('compareIds', () => {
  it('is whole when everything told is recorded once', async () => {
    const compared = await compareIds(['a', 'b'], once('b', 'a'));
    expect(compared).toEqual({ told: 2, recorded: 2, lost: 0, doubled: 0, toldTwice: 0, untold: 0, examples: [] });
    expect(isWhole(compared)).toBe(true);
  });

  it('finds a loss that a double hides from whoever only counts', async () => {
    const compared = await compareIds(['a', 'b'], once('a', 'a'));
    expect(compared).toMatchObject({
      told: 2,
      recorded: 2,
      lost: 1,
      doubled: 1,
      examples: ['recorded twice a', 'lost b'],
    });
    expect(isWhole(compared)).toBe(false);
  });

  it('counts one row that stands for several as several', async () => {
    expect(await compareIds(['a'], [{ id: 'a', times: 3 }])).toMatchObject({ recorded: 3, doubled: 1 });
  });

  it('finds one id that was told to two, and a stranger that is recorded twice', async () => {
    expect(await compareIds(['a', 'a'], once('a', 's', 's', 's'))).toMatchObject({
      toldTwice: 1,
      doubled: 1,
      untold: 1,
    });
  });

  it('holds a record that nobody heard of for no loss', async () => {
    expect(isWhole(await compareIds(['a'], once('a', 'z')))).toBe(true);
  });
});
