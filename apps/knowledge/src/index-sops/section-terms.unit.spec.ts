import { describe, expect, test } from '@jest/globals';
import type { TermCounts } from '../language/terms.js';
import { sectionTerms, type SectionParts } from './section-terms.js';

const counts = (text: string): TermCounts =>
  new Map(
    text
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => [word, 1]),
  );
const section = (heading: string, body = '', asked: string[] = []): SectionParts => ({
  heading: counts(heading),
  lead: counts(''),
  body: counts(body),
  asked: asked.map(counts),
  introduces: false,
});
const weigh = (sections: SectionParts[], asks: string[] = [], title = 'lesson') =>
  sectionTerms(counts(title), sections, asks.map(counts));

describe('what tells sections apart', () => {
  test('is what few of them say', () => {
    const [late] = weigh([section('coach late'), section('coach price'), section('coach book')]).terms;
    expect(late!.get('late')).toBeGreaterThan(1.5 * late!.get('coach')!);
  });

  test('is hardly a word of the title', () => {
    const sections = [section('projector orange'), section('signal blue')];
    const plain = weigh(sections, [], 'picture').terms[0]!.get('projector')!;
    expect(weigh(sections, [], 'projector').terms[0]!.get('projector')).toBeLessThan(plain / 2);
  });

  test('is also how just this section is asked for', () =>
    expect(weigh([section('book', '', ['trainer']), section('price')]).terms[0]!.has('trainer')).toBe(true));

  test('is learned from the asks that have its words', () => {
    const { terms, asks } = weigh([section('blinks orange'), section('dark')], ['orange hot', 'blinks hot', 'dark']);
    expect(asks).toEqual([[0, 1], [2]]);
    expect(terms[0]!.get('hot')).toBeGreaterThan(0);
    expect(terms[1]!.has('hot')).toBe(false);
  });
});
