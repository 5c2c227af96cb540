import { describe, expect, it } from '@jest/globals';
import { countPlaces, weighChange } from './weigh-change.js';

const asked = (label: string, places: Readonly<Record<string, number>>) =>
  Object.entries(places).flatMap(([place, count]) => Array.from({ length: count }, () => ({ label, place })));
const counted = (matrix: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
  countPlaces(Object.entries(matrix).flatMap(([label, places]) => asked(label, places)));
const weigh = (
  before: Readonly<Record<string, Readonly<Record<string, number>>>>,
  after: Readonly<Record<string, Readonly<Record<string, number>>>>,
) => weighChange(counted(before), counted(after), ['emergency']);

describe('weighChange', () => {
  it('tells which cells of the confusion matrix changed, and leaves the others out', () => {
    const { matrixChange } = weigh({ booking: { booking: 5, tech: 1 } }, { booking: { booking: 4, tech: 1, none: 1 } });
    expect(matrixChange).toEqual([
      { label: 'booking', to: 'booking', before: 5, after: 4 },
      { label: 'booking', to: 'none', before: 0, after: 1 },
    ]);
  });

  it('lets one in two hundred be lost on balance, and not one more', () => {
    const before = { booking: { booking: 400 } };
    expect(weigh(before, { booking: { booking: 398, tech: 2 } })).toMatchObject({ budget: 2, passed: true });
    expect(weigh(before, { booking: { booking: 397, tech: 3 } })).toMatchObject({ rightAfter: 397, passed: false });
  });

  it('counts what changes before it have lost, and lets whoever loses nothing pass', () => {
    const [before, after] = [counted({ booking: { booking: 400 } }), counted({ booking: { booking: 399, tech: 1 } })];
    expect(weighChange(before, after, [], 1)).toMatchObject({ lostBefore: 1, passed: true });
    expect(weighChange(before, after, [], 2)).toMatchObject({ lostBefore: 2, passed: false });
    expect(weighChange(before, before, [], 9)).toMatchObject({ passed: true });
  });

  it('lets no emergency be lost, however many other questions are won by it', () => {
    const before = { emergency: { emergency: 10 }, booking: { booking: 200, tech: 200 } };
    const after = { emergency: { emergency: 9, booking: 1 }, booking: { booking: 400 } };
    expect(weigh(before, after)).toMatchObject({ emergenciesBefore: 10, emergenciesAfter: 9, passed: false });
  });

  it('takes an off-topic question that is asked back for right, and one that is answered for wrong', () => {
    const { rightBefore, rightAfter } = weigh({ none: { none: 2 } }, { none: { clarify: 1, booking: 1 } });
    expect([rightBefore, rightAfter]).toEqual([2, 1]);
  });
});
