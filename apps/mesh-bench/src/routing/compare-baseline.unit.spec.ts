import { describe, expect, it } from '@jest/globals';
import { isHeldOut } from '#testing/club';
import { baselineOf, type Placed } from './baseline.js';
import { compareBaseline, describeChange } from './compare-baseline.js';

const texts = Array.from({ length: 800 }, (_, at) => `question number ${at}`);
const seen = texts.filter((text) => !isHeldOut({ text })).slice(0, 300);
const unseen = texts.filter((text) => isHeldOut({ text })).slice(0, 300);
const labelOf = (at: number): string => (at < 20 ? 'emergency' : at < 40 ? 'none' : 'booking');
const all: Placed[] = [seen, unseen].flatMap((half) =>
  half.map((text, at) => ({ text, label: labelOf(at), place: labelOf(at) })),
);
/** Some booking questions of a half gone to another assistant. */
const astray = (placed: readonly Placed[], half: readonly string[], count: number): Placed[] =>
  placed.map((one) => (half.slice(40, 40 + count).includes(one.text) ? { ...one, place: 'tech' } : one));
const compare = (before: readonly Placed[], after: readonly Placed[]) =>
  compareBaseline(baselineOf(before, 'a spec says so'), after, ['emergency']);

describe('compareBaseline', () => {
  it('has nothing to say where nothing changed', () => {
    const change = compare(astray(all, seen, 5), astray(all, seen, 5));
    expect(change).toMatchObject({ refusals: [], newlyBroken: [], newlyRight: [], sameQuestions: true });
    expect(change.whole).toMatchObject({ questions: 600, rightBefore: 595, rightAfter: 595, matrixChange: [] });
  });

  it('lets a loss within the budget pass and names what was lost; beyond it, it refuses', () => {
    const within = compare(all, astray(all, seen, 3));
    expect(within).toMatchObject({ refusals: [], whole: { budget: 3, rightAfter: 597 } });
    expect(within.newlyBroken.map(({ before, place }) => [before, place])).toEqual(Array(3).fill(['booking', 'tech']));
    expect(compare(all, astray(all, seen, 4)).refusals).toEqual(['4 of 600 questions are lost, and 3 may be']);
  });

  it('refuses a loss of held-out questions though as many of the others are won', () => {
    const { refusals, whole } = compare(astray(all, seen, 10), astray(all, unseen, 10));
    expect(whole.rightAfter).toBe(whole.rightBefore);
    expect(refusals).toEqual(['10 held-out questions are lost, and 3 may be']);
  });

  it('refuses the loss of a single emergency question', () => {
    const lost = all.map((one) => (one.text === unseen[0] ? { ...one, place: 'booking' } : one));
    expect(compare(all, lost).refusals).toEqual(['1 emergency questions no longer reach the emergency assistant']);
  });

  it('counts the held-out half, and shows and keeps none of its questions', () => {
    const after = astray(astray(all, unseen, 6), seen, 2);
    const shown = describeChange(compare(all, after)).join('\n');
    expect(shown).toContain('booking to tech: 0 before, 6 now');
    expect(shown).toContain('went to booking and goes to tech');
    expect(unseen.filter((text) => `${shown}${JSON.stringify(baselineOf(after, ''))}`.includes(`"${text}"`))).toEqual(
      [],
    );
  });

  it('compares with nothing but the questions it was accepted with', () => {
    const { refusals } = compare(all, [...all, { text: 'one more', label: 'booking', place: 'booking' }]);
    expect(refusals).toEqual(['the labeled questions are others than those the routing was accepted with']);
  });
});
