import { describe, expect, it } from '@jest/globals';
import { passageOf } from '../testing/examples.js';
import { goodEnough, judge } from './judge.js';

const about = (sop: string, rest: Parameters<typeof passageOf>[1] = {}) =>
  passageOf('Text.', { sop, title: sop, heading: 'A case', ...rest });

describe('judge', () => {
  it('trusts a passage more the more of the question it covers, the more like it it is, and the further it is ahead', () => {
    const [weak, covered, alike] = [
      about('one', { coverage: 0.3, similarity: 0.3 }),
      about('one', { coverage: 0.9, similarity: 0.3 }),
      about('one', { coverage: 0.3, similarity: 0.9 }),
    ].map((passage) => judge([passage])[0]?.confidence ?? 0);
    expect(covered).toBeGreaterThan(weak ?? 1);
    expect(alike).toBeGreaterThan(weak ?? 1);
    const ahead = (other: number): number =>
      judge([about('one', { score: 1 }), about('two', { score: other })])[0]?.confidence ?? 0;
    expect(ahead(0.2)).toBeGreaterThan(ahead(0.95));
  });

  it('is not sure of a passage that shares next to nothing with the question, even where no other SOP is', () =>
    expect(judge([about('one', { coverage: 0.1, similarity: 0.1, likelihood: 0 })])[0]?.confidence).toBeLessThan(
      goodEnough,
    ));

  it('trusts a passage more the likelier the question is for its SOP', () => {
    const likely = (likelihood: number): number =>
      judge([about('one', { likelihood }), about('two', { likelihood: 0.1, score: 0.9 })])[0]?.confidence ?? 0;
    expect(likely(0.9)).toBeGreaterThan(likely(0.3));
  });

  it('does not take a likelihood that nobody knows for a small one', () => {
    const known = [about('one', { likelihood: 0.05 }), about('two', { likelihood: 0.9, score: 0.9 })];
    const unknown = known.map((passage) => ({ ...passage, likelihood: 0 }));
    expect(judge(unknown)[0]?.confidence).toBeGreaterThan(judge(known)[0]?.confidence ?? 1);
  });

  it('goes by words alone while nobody knows the similarity', () => {
    const passage = about('one', { coverage: 0.9, similarity: 0 });
    expect(judge([passage])[0]?.confidence).toBeLessThan(
      judge([passage], { similarityKnown: false })[0]?.confidence ?? 0,
    );
  });

  it('puts the situation of an SOP in the place of its introduction, and trusts it as much', () => {
    const intro = about('one', { heading: 'one', score: 1, similarity: 0.9, start: 0 });
    const section = about('one', { score: 0.7, similarity: 0.2, start: 300 });
    const other = about('two', { score: 0.8, start: 0 });
    const judged = judge([intro, other, section]);
    expect(judged.map(({ passage }) => `${passage.sop} ${passage.heading}`)).toEqual(['one A case', 'two A case']);
    expect(judged[0]?.confidence).toBe(judge([intro, other])[0]?.confidence);
  });

  it('keeps an introduction that stands alone', () =>
    expect(judge([about('one', { heading: 'one' })])).toHaveLength(1));

  it('finds nothing in nothing', () => expect(judge([])).toEqual([]));
});
