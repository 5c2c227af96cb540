import { describe, expect, it } from '@jest/globals';
import type { Ask, Passage } from '#contracts';
import { textOf, type Draft } from '../answer/draft.js';
import { ungroundedFigures } from '../grounding/ungrounded-figures.js';
import type { AssistantPolicy } from '../policy.js';
import { readSection } from '../sections/section.js';
import { candidateOf, club, doorCode, policy } from '../testing/examples.js';
import { composeAnswer, type Material } from './compose-answer.js';

interface Given {
  readonly ask?: Partial<Ask>;
  readonly policy?: Partial<AssistantPolicy>;
  readonly material?: Partial<Material>;
}

const answerFrom = (
  text: string,
  { ask = {}, policy: own = {}, material = {} }: Given = {},
  passage: Partial<Passage> = {},
): Draft =>
  composeAnswer(
    { ask: { answerId: 'a', query: 'where is my code', asker: 'staff', ...ask }, club, policy: { ...policy, ...own } },
    { chosen: [candidateOf(text, passage)], near: [], ...material },
  );

const member = { asker: 'member' } as const;

describe('an answer for staff', () => {
  it('says the answer, all steps, and what to say to the member', () =>
    expect(textOf(answerFrom(doorCode))).toBe(
      [
        'The code comes by text and email 60 minutes before the start.',
        '',
        '1. Look in the app, your texts and the spam folder.',
        '2. Still nothing? Call 555-0100.',
        '3. Desk: Console, Bookings: check the number, then Resend code.',
        '',
        'Say to the member: "Your code is in the app under My booking."',
      ].join('\n'),
    ));

  it('cites one span that holds everything', () => {
    const { sources } = answerFrom(doorCode);
    expect(sources).toEqual([
      {
        sop: 'door-and-access',
        version: 3,
        title: 'Door codes and getting in',
        heading: 'The door code did not arrive',
        quote: doorCode,
        start: 100,
        end: 100 + doorCode.length,
      },
    ]);
  });

  it('tells the desk what to do at its console, and not to call itself', () =>
    expect(answerFrom(doorCode).actions).toEqual([
      { by: 'desk', name: 'follow-step', label: 'Console, Bookings: check the number, then Resend code.' },
    ]));

  it('names words that are to be sent as its assistant wants', () =>
    expect(
      textOf(answerFrom('Sorry.\n\n> Say: Hi [name].', { policy: { sayLabel: () => 'Message to send:' } })),
    ).toContain('Message to send: "Hi [name]."'));
});

describe('an answer for a member', () => {
  it('opens with what staff would say, leaves out the steps of the desk and says who does them', () =>
    expect(textOf(answerFrom(doorCode, { ask: member }))).toBe(
      [
        'Your code is in the app under My booking. The code comes by text and email 60 minutes before the start.',
        '',
        '1. Look in the app, your texts and the spam folder.',
        '2. Still nothing? Call 555-0100.',
        '',
        'If that does not help, the front desk takes over: call 555-0100.',
      ].join('\n'),
    ));

  it('has no step of the desk in its quotes', () =>
    expect(answerFrom(doorCode, { ask: member }).sources.map(({ quote }) => quote)).toEqual([
      doorCode.slice(0, doorCode.indexOf('\n3.')),
      '> Say: Your code is in the app under My booking.',
    ]));

  it('says no number of the front desk that stands in none of its sources', () => {
    const text = textOf(answerFrom(doorCode.replace('Call 555-0100.', 'Press the button.'), { ask: member }));
    expect(text).toContain('the front desk takes over.');
    expect(text).not.toContain('555-0100');
  });

  it.each([
    ['a promise nobody gave', 'I am on it: I’ll open it now. I unlock it.'],
    ['a claim that something was done', "You're booked."],
    ['help that nobody sent', 'Help is on its way.'],
    ['a template', 'Hi [name], sorry.'],
    ['a question nobody hears the answer to', 'Which day suits?'],
  ])('does not open with %s', (_, say) =>
    expect(answerFrom(`Wait by the door.\n\n1. Stay.\n\n> Say: ${say}`, { ask: member }).paragraphs[0]).toBe(
      'Wait by the door.',
    ),
  );

  it('does not say the first sentence twice', () =>
    expect(
      answerFrom(
        'Tap the speaker icon and slide the volume.\n\n1. Tap it.\n\n> Say: Tap the speaker icon, then slide the volume up.',
        { ask: member },
      ).paragraphs[0],
    ).toBe('Tap the speaker icon, then slide the volume up.'));

  it('goes to the front desk when nobody else can do anything', () =>
    expect(
      answerFrom('Only the front desk can restart it.\n\n1. **Desk:** Do a hard restart.', { ask: member }),
    ).toMatchObject({
      paragraphs: ['Only the front desk can restart it.', 'The front desk does the rest.'],
      category: 'escalation',
      escalation: { to: 'front-desk', how: 'Call 555-0100' },
      actions: [{ by: 'asker', name: 'call-front-desk', data: { phone: '555-0100' } }],
    }));

  it('says nothing of steps that only guard', () =>
    expect(
      textOf(answerFrom('Three offers.\n\n1. Pick one.\n2. **Desk:** Never invent an offer.', { ask: member })),
    ).toBe('Three offers.\n\n1. Pick one.'));
});

describe('an answer at a site', () => {
  const bySite =
    'Call 911.\n\n1. Address: Harbor, 14 Quay Street; Mill, Unit 3; Summit, 41 Ridge Road.\n2. Harbor: two doors.\n3. Mill: one door.';

  it('keeps only what is for it, and numbers the steps anew', () =>
    expect(textOf(answerFrom(bySite, { ask: { site: 'mill' } }))).toBe(
      'Call 911.\n\n1. Address: Mill, Unit 3.\n2. Mill: one door.',
    ));

  it('keeps everything where the site is not known', () =>
    expect(textOf(answerFrom(bySite))).toContain('Harbor, 14 Quay Street; Mill'));
});

describe('an answer to two questions', () => {
  it('says both under their headings, is as sure as the less sure one, and cites both', () => {
    const both = answerFrom('', {
      material: {
        chosen: [
          candidateOf('Clubs cost 12 dollars a set.', { sop: 'prices', heading: 'Clubs' }, 0.9),
          candidateOf('Only assistance dogs.', { sop: 'rules', heading: 'Dogs' }, 0.6),
        ],
      },
    });
    expect(textOf(both)).toBe('Clubs: Clubs cost 12 dollars a set.\n\nDogs: Only assistance dogs.');
    expect(both).toMatchObject({ confidence: 0.6, sources: [{ sop: 'prices' }, { sop: 'rules' }] });
  });
});

describe('what is added and named', () => {
  const section = readSection(candidateOf('x', { sop: 'site-card' }).passage);

  it('adds the line of the assistant after the order, with its source', () => {
    const withLine = answerFrom('Call 911.\n\n1. Call 911 now.', {
      material: { addition: { addition: { query: 'q', line: () => ({ text: 'Address: x', from: 'x' }) }, section } },
    });
    expect(withLine.paragraphs).toEqual(['Call 911.', 'Address: x', '1. Call 911 now.']);
    expect(withLine.sources).toHaveLength(2);
  });

  it('adds no line from the section that the answer comes from anyway', () => {
    const own = readSection(candidateOf('Call 911.').passage);
    const material = {
      addition: {
        addition: { query: 'q', line: () => ({ text: 'Again: Call 911.', from: 'Call 911.' }) },
        section: own,
      },
    };
    expect(answerFrom('Call 911.', { material }).paragraphs).toEqual(['Call 911.']);
  });

  it('adds no line with a figure that its section has not', () => {
    const material = { addition: { addition: { query: 'q', line: () => ({ text: 'Bay 7: x', from: 'x' }) }, section } };
    expect(answerFrom('Call 911.', { material }).paragraphs).toEqual(['Call 911.']);
  });

  it('names near sections with their first sentence as source', () => {
    const near = [
      candidateOf('Other thing.\n\n1. Step.', { heading: 'Another case' }),
      candidateOf('More.', { heading: 'Bays 31 to 40' }),
    ];
    const { paragraphs, sources } = answerFrom('This.', { material: { near } });
    expect(paragraphs.at(-1)).toBe('See also: Another case.');
    expect(sources.map(({ quote }) => quote)).toEqual(['This.', 'Other thing.']);
  });
});

describe('every figure of an answer', () => {
  it.each(['staff', 'member'] as const)('stands in a source (%s)', (asker) => {
    const draft = answerFrom(doorCode, { ask: { asker } });
    expect(ungroundedFigures(textOf(draft), draft.sources)).toEqual([]);
  });
});

describe('the kind of answer', () => {
  it.each([
    ['can I bring my dog', 'Only assistance dogs.', 'confirmation'],
    ['door stays shut', doorCode, 'solution'],
    ['what is tax', 'Tax is included.', 'information'],
  ])('%s', (query, text, category) => expect(answerFrom(text, { ask: { query } }).category).toBe(category));

  it('is an escalation where the assistant hands every answer to somebody', () => {
    const escalation = { to: '911', reason: 'Emergency', how: 'Call 911' };
    expect(answerFrom('Out.', { policy: { escalation: () => escalation } })).toMatchObject({
      escalation,
      category: 'escalation',
    });
  });
});
