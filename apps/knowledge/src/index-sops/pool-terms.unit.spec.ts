import { describe, expect, test } from '@jest/globals';
import { poolTerms } from './pool-terms.js';

const text = (...terms: string[]) => {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
};

describe('poolTerms', () => {
  test('lets a term count more the more texts agree on it', () => {
    const pooled = poolTerms([text('wifi', 'slow'), text('wifi', 'password'), text('wifi')]);
    expect(pooled.get('wifi')).toBeGreaterThan(2 * pooled.get('slow')!);
  });

  test('lets the second mention in one text count less than the first', () => {
    const once = poolTerms([text('wifi', 'a', 'b', 'c')]).get('wifi')!;
    const twice = poolTerms([text('wifi', 'wifi', 'b', 'c')]).get('wifi')!;
    expect(twice).toBeGreaterThan(once);
    expect(twice).toBeLessThan(2 * once);
  });

  test('lets a term count more in a short text than in a long one', () => {
    const long = text('wifi', ...Array.from({ length: 60 }, (_, index) => `w${index}`));
    expect(poolTerms([text('wifi')]).get('wifi')).toBeGreaterThan(poolTerms([long]).get('wifi')!);
  });
});
