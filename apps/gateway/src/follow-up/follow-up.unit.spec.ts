import { describe, expect, it } from '@jest/globals';
import { asOne, leaningOf } from './follow-up.js';

describe('a question', () => {
  it.each(['and on sundays?', 'What about members', 'same for guests', 'or friday then', 'how about 18 holes'])(
    'goes on: %s',
    (query) => {
      expect(leaningOf(query)).toBe('goes-on');
    },
  );

  it.each(['how much is it', 'is there one at the mill', 'for members?', 'on sundays'])('may lean: %s', (query) => {
    expect(leaningOf(query)).toBe('leans');
  });

  it.each([
    'how do I cancel my booking for tomorrow',
    'the projector in bay three shows no picture and it hums loudly since this morning',
    'and the other thing is that my whole family wants to come along next week for the tournament',
  ])('stands alone: %s', (query) => {
    expect(leaningOf(query)).toBe('stands-alone');
  });

  it('is read with the first question and the one before it, within bounds', () => {
    expect(asOne([], 'how much')).toBe('how much');
    expect(asOne(['How much is a bay?'], 'and on sundays?')).toBe('How much is a bay, and on sundays?');
    expect(asOne(['How much is a bay?', 'on sundays?', 'for two?'], 'and members?')).toBe(
      'How much is a bay, for two, and members?',
    );
    const long = asOne(['x'.repeat(2000), 'y'.repeat(2000)], 'and members?');
    expect(long.length).toBeLessThanOrEqual(400);
    expect(long).toMatch(/and members\?$/);
  });
});
