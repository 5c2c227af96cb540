import { describe, expect, it } from '@jest/globals';
import { club, passageOf } from '../testing/examples.js';
import { readSection } from '../sections/section.js';
import { actionsFor } from './actions.js';

const actionsIn = (text: string, asker: 'staff' | 'member' = 'staff'): string[] => {
  const section = readSection(passageOf(text));
  const used = asker === 'member' ? section.blocks.filter(({ kind }) => kind !== 'desk-step') : section.blocks;
  return actionsFor({ section, opening: '', rest: '', used, leftToDesk: [] }, asker, club).map(
    ({ by, name, data }) => `${by} ${name}${data?.['phone'] ? ` ${data['phone']}` : ''}`,
  );
};

describe('actionsFor', () => {
  it('names each number by the words before it', () =>
    expect(
      actionsIn(
        'Help.\n\n1. Call 911, or the poison advice line, 555-0163.\n2. **Desk:** Call the security company, 555-0161, then the duty manager, 555-0199, and the technician on 555-0170.',
      ),
    ).toEqual([
      'asker call-911 911',
      'asker call-poison-line 555-0163',
      'desk call-security 555-0161',
      'desk call-duty-manager 555-0199',
      'desk call-technician 555-0170',
    ]));

  it('calls a number it does not know by the number', () =>
    expect(actionsIn('Ring 555-0142.')).toEqual(['asker call-number 555-0142']));

  it('gives a number no name that is not right before it', () =>
    expect(actionsIn('Only the caretaker touches power and water at Summit, on 555-0143.')).toEqual([
      'asker call-number 555-0143',
    ]));

  it('takes no price, time or step for a number to call', () =>
    expect(actionsIn('9110 feathers.\n\n1. At 19:11 pay 64 dollars.')).toEqual([]));

  it('tells a member to call the front desk and to open the app, and staff neither', () => {
    const text = 'Book.\n\n1. In the app, open My booking.\n2. Or call 555-0100, text 555-0101.';
    expect(actionsIn(text, 'member')).toEqual([
      'asker call-front-desk 555-0100',
      'asker text-front-desk 555-0101',
      'asker open-app',
    ]);
    expect(actionsIn(text)).toEqual([]);
  });

  it('has a number and an action each once, and not more than anyone can hold in mind', () => {
    expect(actionsIn('Call 911.\n\n1. Call 911 now.\n2. Really, 911.')).toEqual(['asker call-911 911']);
    const many = Array.from({ length: 9 }, (_, index) => `${index + 1}. **Desk:** Doors, Unlock number ${index}.`).join(
      '\n',
    );
    expect(actionsIn(`Doors.\n\n${many}`)).toHaveLength(6);
  });
});
