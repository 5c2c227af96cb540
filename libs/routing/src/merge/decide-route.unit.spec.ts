import { describe, expect, it } from '@jest/globals';
import { defaultRouterOptions } from '../router-options.js';
import { decideRoute, logOdds, mergeEvidence, probabilityOf, type RouteEvidence } from './decide-route.js';

const options = {
  ...defaultRouterOptions,
  keywordWeight: 2,
  keywordHalving: 300,
  floor: 0.4,
  margin: 0.1,
  offTopicLead: 0,
  unknownWeight: 1,
};
type Numbers = readonly [keyword: number, semantic: number];
const evidence = (assistants: Record<string, Numbers>, rest: Partial<RouteEvidence> = {}): RouteEvidence => ({
  assistants: Object.entries(assistants).map(([assistant, [keyword, semantic]]) => ({
    assistant,
    examples: 0,
    keyword,
    semantic,
  })),
  offTopic: 0.01,
  known: 1,
  vague: false,
  ...rest,
});
const decide = (assistants: Record<string, Numbers>, rest: Partial<RouteEvidence> = {}) =>
  decideRoute(evidence(assistants, rest), options);

describe('mergeEvidence', () => {
  it('adds the keyword to the log-odds of the same assistant', () => {
    const merged = mergeEvidence({ assistant: 'a', examples: 0, keyword: 0.5, semantic: 0.3 }, options);
    expect(logOdds(merged)).toBeCloseTo(logOdds(0.3) + 2 * 0.5);
  });

  it('adds half as much where there are as many examples as halve it', () => {
    const merged = mergeEvidence({ assistant: 'a', examples: 300, keyword: 0.5, semantic: 0.3 }, options);
    expect(logOdds(merged)).toBeCloseTo(logOdds(0.3) + 0.5 * 2 * 0.5);
  });

  it('is the model alone without a keyword', () => {
    expect(mergeEvidence({ assistant: 'a', examples: 0, keyword: 0, semantic: 0.3 }, options)).toBe(0.3);
  });

  it('stays a probability at the ends', () => {
    for (const semantic of [0, 1]) {
      const merged = mergeEvidence({ assistant: 'a', examples: 0, keyword: 1, semantic }, options);
      expect(merged >= 0 && merged <= 1).toBe(true);
    }
    expect(probabilityOf(logOdds(0.25))).toBeCloseTo(0.25);
  });
});

describe('decideRoute', () => {
  it('takes the own thresholds of an assistant that has some, and those of nobody else', () => {
    const weighed = evidence({ a: [0, 0.5], b: [0, 0.3] });
    expect(decideRoute(weighed, options).assistant).toBe('a');
    expect(decideRoute(weighed, options, { a: { floor: 0.6 } }).method).toBe('clarify');
    expect(decideRoute(weighed, options, { a: { margin: 0.3 } }).method).toBe('clarify');
    expect(decideRoute(weighed, options, { b: { floor: 0.9, margin: 0.5 } }).assistant).toBe('a');
  });

  it('never mixes: what speaks for one changes nothing of another', () => {
    const mergedOf = (name: string, keyword: number, semantic: number): number | undefined =>
      decide({ a: [0.5, 0.4], b: [keyword, semantic] }).scores.find(({ assistant }) => assistant === name)?.merged;
    const alone = mergedOf('a', 0, 0.1);
    for (const [keyword, semantic] of [
      [1, 0.1],
      [0, 0.6],
      [0.9, 0.6],
    ] as const) {
      expect(mergedOf('a', keyword, semantic)).toBe(alone);
    }
  });

  it('takes the confidence of the winner and of nobody else', () => {
    const { confidence, scores } = decide({ a: [0.5, 0.7], b: [0.5, 0.2] });
    expect(confidence).toBe(scores[0]!.merged);
  });

  it('ranks by merged probability, equal ones by name', () => {
    expect(decide({ b: [0, 0.2], c: [0.9, 0.2], a: [0, 0.2] }).scores.map(({ assistant }) => assistant)).toEqual([
      'c',
      'a',
      'b',
    ]);
  });

  it.each<[string, Record<string, Numbers>, string, string | null]>([
    ['the model, where no phrase was found', { a: [0, 0.8], b: [0, 0.1] }, 'semantic', 'a'],
    ['both, where they agree', { a: [0.5, 0.8], b: [0, 0.1] }, 'merged', 'a'],
    ['the phrase, where the model alone would choose another', { a: [0.9, 0.4], b: [0, 0.5] }, 'keyword', 'a'],
    ['to ask back, where two are too close', { a: [0, 0.5], b: [0, 0.45] }, 'clarify', null],
    ['to ask back, where nobody is likely enough', { a: [0, 0.3], b: [0, 0.1], c: [0, 0.1] }, 'clarify', null],
  ])('lets decide %s', (_, assistants, method, assistant) => {
    expect(decide(assistants)).toMatchObject({ method, assistant });
  });

  it('offers the two best when it asks back', () => {
    expect(decide({ a: [0, 0.2], b: [0, 0.34], c: [0, 0.3] }).choices).toEqual(['b', 'c']);
    expect(decide({ a: [0, 0.8], b: [0, 0.1] }).choices).toEqual([]);
  });

  it('leaves to nobody what is more likely off-topic', () => {
    expect(decide({ a: [0, 0.3], b: [0, 0.1] }, { offTopic: 0.6 })).toMatchObject({
      method: 'none',
      assistant: null,
      choices: [],
    });
    expect(decide({ a: [0.9, 0.3], b: [0, 0.1] }, { offTopic: 0.6 })).toMatchObject({
      method: 'keyword',
      assistant: 'a',
    });
  });

  it('leans to off-topic by what is unknown of the words', () => {
    const close = { a: [0, 0.5], b: [0, 0.05] } as const;
    expect(decide(close, { offTopic: 0.45 }).method).toBe('semantic');
    expect(decide(close, { offTopic: 0.45, known: 0.4 }).method).toBe('none');
  });

  it('leaves to nobody what it knows nothing of, unless a phrase speaks', () => {
    expect(decide({ a: [0, 0.9], b: [0, 0.1] }, { known: 0.1 }).method).toBe('none');
    expect(decide({ a: [0.5, 0.9], b: [0, 0.1] }, { known: 0.1 }).assistant).toBe('a');
  });

  it('asks back what says nothing, unless a phrase speaks', () => {
    expect(decide({ a: [0, 0.9], b: [0, 0.1] }, { vague: true })).toMatchObject({
      method: 'clarify',
      choices: ['a', 'b'],
    });
    expect(decide({ a: [0, 0.1], b: [0, 0.1] }, { vague: true, offTopic: 0.9, known: 0 }).method).toBe('clarify');
    expect(decide({ a: [0.5, 0.9], b: [0, 0.1] }, { vague: true }).assistant).toBe('a');
  });

  it('leaves everything to nobody where there are no assistants', () => {
    expect(decide({})).toEqual({ method: 'none', scores: [], assistant: null, choices: [], confidence: 1 });
  });
});
