import type { Action, Ask, Club } from '#contracts';
import type { Block } from '../sections/section.js';
import { figuresOf, type Figure } from '../grounding/figures.js';
import type { ComposedSection } from './compose-section.js';

/** Who a number reaches, by the words right before it: "the technician on 555-0170", "gas emergency line, 555-0152". */
const calledBy: readonly (readonly [string, string, string])[] = [
  ['duty manager', 'call-duty-manager', 'Call the duty manager'],
  ['technician', 'call-technician', 'Call the technician'],
  ['security(?: company)?', 'call-security', 'Call the security company'],
  ['elevator company', 'call-elevator-company', 'Call the elevator company'],
  ['poison advice line', 'call-poison-line', 'Call the poison advice line'],
  ['electricity(?: fault line)?', 'call-electricity-line', 'Call the electricity fault line'],
  ['gas emergency line', 'call-gas-line', 'Call the gas emergency line'],
  ['water(?: utility)?', 'call-water-utility', 'Call the water utility'],
  ['caretaker', 'call-caretaker', 'Call the caretaker'],
  ['facility office', 'call-facility-office', 'Call the facility office'],
  ['site phone', 'call-site', 'Call the site'],
  ['text', 'text-front-desk', 'Text the front desk'],
];
const reaches = calledBy.map(([words, name, label]) => ({
  right: new RegExp(`\\b${words}[,:]?(?: on| at)? ?$`, 'i'),
  name,
  label,
}));

/** Enough for what a person can hold in mind; what comes after is in the text. */
const actionsAtMost = 6;

const digits = (phone: string): string => phone.replace(/\D/g, '');

/** A number whose owner is not said is called by the number: a wrong name is worse than none. */
function callTo(text: string, { raw, value }: Figure, club: Club, by: Action['by']): Action {
  const data = { phone: raw };
  const { emergency, desk, dutyManager } = club.phones;
  if (value === digits(emergency)) return { by, name: `call-${value}`, label: `Call ${emergency}`, data };
  if (value === digits(desk)) return { by, name: 'call-front-desk', label: 'Call the front desk', data };
  if (value === digits(dutyManager)) return { by, name: 'call-duty-manager', label: 'Call the duty manager', data };
  const before = text.slice(0, text.indexOf(raw));
  const known = reaches.find(({ right }) => right.test(before));
  return { by, name: known?.name ?? 'call-number', label: known?.label ?? `Call ${raw}`, data };
}

/** Each number of a block as a call. Public emergency numbers are too short to look like one. */
function callsIn(block: Block, club: Club): Action[] {
  const by = block.kind === 'desk-step' ? 'desk' : 'asker';
  return figuresOf(block.text)
    .filter(({ kind, value }) => kind === 'phone' || value === club.phones.emergency)
    .map((figure) => callTo(block.text, figure, club, by));
}

const console =
  /\b(?:console|Bookings|Members|Doors|Kiosk, Speak|Bays, \w+|Move group|Report fault|Resend code|New code|hard restart|Release seat|Incidents)\b/;
const app = /\b(?:in the app|app, open|My booking|My rounds|Wallet|Profile|Compete|Nightjar app)\b/;

const consoleAction = ({ text }: Block): Action => ({
  by: 'desk',
  name: 'use-console',
  label: text.charAt(0).toUpperCase() + text.slice(1),
});

const keyOf = ({ by, name, data }: Action, index: number): string =>
  name === 'use-console' || name === 'call-number' ? `${name} ${data?.['phone'] ?? index}` : `${by} ${name}`;

/**
 * What is to be done beyond reading the answer: numbers to call, the desk's steps at its console, the app to open. Staff
 * are the front desk, so they are not told to call it.
 */
export function actionsFor({ used }: ComposedSection, asker: Ask['asker'], club: Club): Action[] {
  const steps = used.filter(({ kind }) => kind !== 'say' && kind !== 'row');
  const all = [
    ...steps.flatMap((block) => callsIn(block, club)),
    ...steps.filter(({ kind, text }) => kind === 'desk-step' && console.test(text)).map(consoleAction),
    ...(asker === 'member' && steps.some(({ text }) => app.test(text))
      ? [{ by: 'asker' as const, name: 'open-app', label: 'Open the Nightjar app' }]
      : []),
  ].filter(({ name }) => asker === 'member' || !name.endsWith('front-desk'));
  return [...new Map(all.map((action, index) => [keyOf(action, index), action])).values()].slice(0, actionsAtMost);
}
