import { describe, expect, it } from '@jest/globals';
import { defaultRouterOptions as options } from '../router-options.js';
import { weighOffTopic } from './decide-route.js';
import { fitOffTopicLead, type JudgedEvidence } from './fit-off-topic-lead.js';

const judged = (owner: string | null, a: number, offTopic: number, known = 1): JudgedEvidence => ({
  owner,
  evidence: { assistants: [{ assistant: 'a', examples: 10, keyword: 0, semantic: a }], offTopic, known, vague: false },
});
const refusedAt = (lead: number, all: readonly JudgedEvidence[]): boolean[] =>
  all.map(({ evidence }) => weighOffTopic(evidence, options).lead > lead);

describe('fitOffTopicLead', () => {
  it('keeps what is off-topic out and lets the rest in, where they can be told apart', () => {
    const all = [judged('a', 0.9, 0.1), judged('a', 0.5, 0.2), judged(null, 0.4, 0.3), judged(null, 0.1, 0.9)];
    expect(refusedAt(fitOffTopicLead(all, options), all)).toEqual([false, false, true, true]);
  });

  it('lets in as many wrong ones as is worth it', () => {
    const off = judged(null, 0.6, 0.2);
    const all = [judged('a', 0.9, 0.1), off, judged('a', 0.5, 0.3), judged('a', 0.4, 0.3)];
    expect(refusedAt(fitOffTopicLead(all, options), all)).toEqual([false, false, false, false]);
    const worth = [...all.slice(0, 3), off, judged(null, 0.55, 0.25)];
    expect(refusedAt(fitOffTopicLead(worth, options), worth)).toEqual([false, true, true, true, true]);
  });

  it('does not let a wrong choice in for its own sake', () => {
    const all = [judged('a', 0.9, 0.1), judged('b', 0.5, 0.2), judged(null, 0.4, 0.3)];
    expect(refusedAt(fitOffTopicLead(all, options), all)[2]).toBe(true);
  });

  it('stays as it is where nothing is off-topic, and within the range of the option', () => {
    expect(fitOffTopicLead([judged('a', 0.9, 0.1)], options)).toBe(options.offTopicLead);
    expect(Math.abs(fitOffTopicLead([judged(null, 0.9, 0.1)], options))).toBeLessThanOrEqual(10);
    expect(Math.abs(fitOffTopicLead([judged(null, 0.9, 0.1, 0)], options))).toBeLessThanOrEqual(10);
  });
});
