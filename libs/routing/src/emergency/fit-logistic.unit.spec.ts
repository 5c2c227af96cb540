import { describe, expect, it } from '@jest/globals';
import { fitLogistic, logistic } from './fit-logistic.js';

describe('fitLogistic', () => {
  it('finds how likely each input makes it', () => {
    const observations = [0, 1].flatMap((input) =>
      Array.from({ length: 2000 }, (_, at) => ({ inputs: [input], positive: at % 10 < (input === 1 ? 8 : 1) })),
    );
    const weights = fitLogistic(observations, 1);
    expect(logistic(weights, [1])).toBeCloseTo(0.8, 2);
    expect(logistic(weights, [0])).toBeCloseTo(0.1, 2);
  });

  it('stays finite where an input tells without an error, and where there is nothing', () => {
    const perfect = [0, 1].flatMap((input) =>
      Array.from({ length: 50 }, () => ({ inputs: [input], positive: input === 1 })),
    );
    for (const weight of [...fitLogistic(perfect, 1), ...fitLogistic([], 1)])
      expect(Number.isFinite(weight)).toBe(true);
  });
});
