import { describe, expect, it } from '@jest/globals';
import type { JudgedEvidence } from '#routing';
import { costsOf, fitThresholds } from './fit-thresholds.js';

const judged = (owner: string | null, booking: number, tech: number): JudgedEvidence => ({
  owner,
  evidence: {
    assistants: [
      { assistant: 'booking', examples: 100, keyword: 0, semantic: booking },
      { assistant: 'tech', examples: 100, keyword: 0, semantic: tech },
    ],
    offTopic: 0.01,
    known: 1,
    vague: false,
  },
});
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
/** Booking is right three times in five where it is 0.6 sure; tech always is where it is as sure. */
const questions = [
  ...times(3, judged('booking', 0.6, 0.1)),
  ...times(2, judged('tech', 0.6, 0.1)),
  ...times(5, judged('tech', 0.1, 0.6)),
];

describe('fitThresholds', () => {
  it('asks back where a wrong route costs more than that, for the assistant that is wrong alone', () => {
    const { booking, tech } = fitThresholds(questions, 3);
    expect(booking!.floor).toBeGreaterThan(0.6);
    expect(tech!.floor).toBeLessThanOrEqual(0.6);
    expect(costsOf(questions, 3, { booking: booking!, tech: tech! })).toEqual({
      right: 5,
      wrong: 0,
      askedBack: 5,
      keptOut: 0,
      cost: 5,
    });
  });

  it('answers where a wrong route costs as much as asking back', () => {
    expect(fitThresholds(questions, 1)['booking']!.floor).toBeLessThanOrEqual(0.6);
    expect(costsOf(questions, 1)).toMatchObject({ right: 8, wrong: 2, cost: 2 });
  });
});
