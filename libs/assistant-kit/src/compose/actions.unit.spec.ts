import { describe, expect, it } from '@jest/globals';
import { club, passageOf } from '../testing/examples.js';
import { readSection } from '../sections/section.js';
import { siteWordsOf } from '../sections/site-words.js';
import { actionsFor } from './actions.js';
import { composeSection } from './compose-section.js';

interface Given {
  readonly asker?: 'staff' | 'member';
  readonly site?: string;
  readonly emergency?: boolean;
}

const actionsIn = (text: string, { asker = 'staff', site, emergency = false }: Given = {}): string[] => {
  const composed = composeSection(readSection(passageOf(text)), {
    asker,
    site,
    sites: siteWordsOf(club.sites),
    sayOpens: true,
    sayLabel: () => '',
  });
  return actionsFor(composed, asker, club, emergency).map(
    ({ by, name, data }) => `${by} ${name}${data?.['phone'] ? ` ${data['phone']}` : ''}`,
  );
};

describe('actionsFor', () => {
  it('names each number by the words before it', () =>
    expect(
      actionsIn(
        'Help.\n\n1. Call 911, or the poison advice line, 555-0163.\n2. **Desk:** Call the security company, 555-0161, then the duty manager, 555-0199, and the technician on 555-0170.',
        { emergency: true },
      ),
    ).toEqual([
      'asker call-911 911',
      'asker call-poison-advice-line 555-0163',
      'desk call-security-company 555-0161',
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
    const text = 'Book.\n\n1. In the app, open My booking.\n2. Or call 555-0100, or text 555-0101.';
    expect(actionsIn(text, { asker: 'member' })).toEqual([
      'asker call-front-desk 555-0100',
      'asker text-number 555-0101',
      'asker open-app',
    ]);
    expect(actionsIn(text)).toEqual([]);
  });

  it('takes what is said in passing for nothing to do, where there are steps', () =>
    expect(actionsIn('Texts come from 555-0101.\n\n1. Look again.\n\n> Say: Call 555-0161.')).toEqual([]));

  it('shows a member nothing of the steps of the desk', () =>
    expect(
      actionsIn('Wait.\n\n1. Wait.\n2. **Desk:** Call the security company, 555-0161.', { asker: 'member' }),
    ).toEqual([]));

  it.each([
    '**Desk:** someone smokes inside: phone the booker. Smoke with no known cause: 911.',
    'If you see smoke or smell burning, leave the bay and call 911.',
    'If someone is in danger, call 911.',
    '**Desk:** ring the booker; in danger, 911.',
    'Call 911 first if the event is still going on.',
    'Call 911 for a shock.',
  ])('offers the emergency number outside of emergencies only where it is to be called now, not: %s', (step) => {
    const names = (text: string, emergency: boolean) => actionsIn(`Do.\n\n1. ${text}`, { emergency });
    expect(names(step, false)).not.toContainEqual(expect.stringContaining('call-911'));
    expect(names(step, true)).toContainEqual(expect.stringContaining('call-911'));
    expect(names('Leave the bay and call 911.', false)).toContain('asker call-911 911');
  });

  it('calls nobody outside of emergencies whom a step names only for some other case', () => {
    const step = 'No.\n\n1. **Desk:** someone smokes: phone them; if they go on, duty manager, 555-0199.';
    expect(actionsIn(step)).toEqual(['desk follow-step']);
    expect(actionsIn(step, { emergency: true })).toContain('desk call-duty-manager 555-0199');
  });

  it('offers only the numbers of the site', () => {
    const text =
      'Out.\n\n1. Leave.\n2. **Desk:** Call the building contact: Harbor 555-0141, Mill 555-0142, Summit 555-0143.';
    expect(actionsIn(text, { site: 'summit' })).toEqual(['desk call-building-contact 555-0143']);
    expect(actionsIn(text)).toHaveLength(3);
  });

  it('has the steps of the desk that are done, not those that only guard or call', () =>
    expect(
      actionsIn(
        'Do.\n\n1. **Desk:** Never invent an offer.\n2. **Desk:** Unlock the door.\n3. **Desk:** Call the technician, 555-0170.',
      ),
    ).toEqual(['desk call-technician 555-0170', 'desk follow-step']));

  it('has a number and an action each once, and not more than anyone can hold in mind', () => {
    expect(actionsIn('Call 911.\n\n1. Call 911 now.\n2. Really, 911.')).toEqual(['asker call-911 911']);
    const many = Array.from({ length: 9 }, (_, index) => `${index + 1}. **Desk:** Unlock number ${index}.`).join('\n');
    expect(actionsIn(`Doors.\n\n${many}`)).toHaveLength(6);
  });
});
