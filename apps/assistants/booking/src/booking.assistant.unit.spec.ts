import { describe, expect, it } from '@jest/globals';
import { booking, bookingPriority } from './booking.assistant.js';

describe('how urgent a booking question is', () => {
  it.each([
    ['urgent', 'door-and-access', 'door beeps but stays shut'],
    ['high', 'extend-or-late-arrival', 'the group before us is still in'],
    ['high', 'cancel-a-booking', 'half our group has the flu, can we cancel tonight'],
    ['medium', 'cancel-a-booking', 'how do I cancel next week'],
    ['high', 'find-us-summit', 'my car got towed'],
    ['low', 'find-us-summit', 'where do I park'],
    ['medium', 'payment-and-charges', 'I was charged twice'],
    ['low', 'prices', 'how much for two people for 18 holes'],
  ])('%s: %s, "%s"', (priority, sop, query) => expect(bookingPriority({ sop, query })).toBe(priority));
});

describe('what kind of answer it is', () => {
  const { category } = booking.policy;
  const situation = { query: 'how much', hasSteps: true, sop: 'prices' } as Parameters<NonNullable<typeof category>>[0];

  it('informs from pages that tell what is so, even where they have steps', () =>
    expect(category?.(situation)).toBe('information'));
  it('solves from the others', () => expect(category?.({ ...situation, sop: 'door-and-access' })).toBe('solution'));
  it('confirms what yes or no answers', () =>
    expect(category?.({ ...situation, query: 'can I bring my dog' })).toBe('confirmation'));
});
