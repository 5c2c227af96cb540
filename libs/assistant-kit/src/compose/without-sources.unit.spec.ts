import { describe, expect, it } from '@jest/globals';
import type { Ask } from '#contracts';
import { textOf } from '../answer/draft.js';
import { candidateOf, club, policy } from '../testing/examples.js';
import { composeUnsure, composeWithoutKnowledge, lookedFor } from './without-sources.js';

const question = (asker: Ask['asker'], own = {}) => ({
  ask: { answerId: 'a', query: 'do you sell 3 purple unicorns for 5 dollars', asker },
  club,
  policy: { ...policy, ...own },
});

describe('an unsure answer', () => {
  it('hands staff to the duty manager, says what was looked for and what is nearest', () => {
    const near = [
      candidateOf('x', { title: 'Merchandise', sop: 'merchandise' }, 0.3),
      candidateOf('y', { title: 'Merchandise', sop: 'merchandise' }),
      candidateOf('z', { title: 'Bay 3', sop: 'bay' }),
    ];
    const draft = composeUnsure(question('staff'), near);
    expect(textOf(draft)).toBe(
      'I have no sure answer to this. I looked for: sell, purple, unicorns, dollars.\n\nThe nearest procedures are: Merchandise.\n\nPlease ask the duty manager first.',
    );
    expect(draft).toMatchObject({
      category: 'escalation',
      confidence: 0.3,
      sources: [{ quote: 'x', title: 'Merchandise' }],
      escalation: { to: 'duty-manager', how: 'Call 555-0199' },
      actions: [{ name: 'call-duty-manager', data: { phone: '555-0199' } }],
    });
  });

  it('hands a member to the front desk', () =>
    expect(composeUnsure(question('member'), [])).toMatchObject({
      escalation: { to: 'front-desk', how: 'Call 555-0100' },
    }));
});

describe('an answer without knowledge', () => {
  it('says so and hands over', () =>
    expect(composeWithoutKnowledge(question('staff'))).toMatchObject({
      degraded: ['knowledge-unavailable'],
      escalation: { to: 'duty-manager' },
      paragraphs: [expect.stringContaining('cannot read the procedures'), expect.any(String)],
    }));

  it('is what the assistant can say of its own, where it can', () => {
    const escalation = { to: '911', reason: 'Emergency', how: 'Call 911' };
    const own = { withoutKnowledge: () => 'Call 911.', escalation: () => escalation };
    expect(composeWithoutKnowledge(question('member', own))).toMatchObject({ paragraphs: ['Call 911.'], escalation });
  });
});

describe('lookedFor', () => {
  it('has no figure of the asker’s in it, in digits or words', () =>
    expect(lookedFor('is it true that 2 hours cost twenty dollars')).toEqual(['true', 'hours', 'cost', 'dollars']));
});
