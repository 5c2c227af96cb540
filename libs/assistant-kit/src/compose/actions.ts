import type { Action, Ask, Club } from '#contracts';
import type { Block } from '../sections/section.js';
import { figuresOf } from '../grounding/figures.js';
import type { ComposedSection } from './compose-section.js';

/** What is done with a number that stands in a sentence: who it reaches is what the words before it say. */
const calledBy: readonly (readonly [RegExp, string, string])[] = [
  [/duty manager/i, 'call-duty-manager', 'Call the duty manager'],
  [/technician/i, 'call-technician', 'Call the technician'],
  [/security/i, 'call-security', 'Call the security company'],
  [/elevator/i, 'call-elevator-company', 'Call the elevator company'],
  [/poison/i, 'call-poison-line', 'Call the poison advice line'],
  [/electricity/i, 'call-electricity-line', 'Call the electricity fault line'],
  [/gas/i, 'call-gas-line', 'Call the gas emergency line'],
  [/water/i, 'call-water-utility', 'Call the water utility'],
  [/text/i, 'text-front-desk', 'Text the front desk'],
];

/** Enough for what a person can hold in mind; what comes after is in the text. */
const actionsAtMost = 6;

const digits = (phone: string): string => phone.replace(/\D/g, '');

/** The words just before a number, back to the end of the clause before. */
const wordsBefore = (text: string, at: number): string => text.slice(0, at).split(/[;.]\s|\d{3}-\d{4}/).at(-1) ?? '';

function callTo(text: string, raw: string, value: string, club: Club, by: Action['by']): Action {
  const data = { phone: raw };
  const own = [
    [club.phones.emergency, `call-${club.phones.emergency}`, `Call ${club.phones.emergency}`],
    [club.phones.desk, 'call-front-desk', 'Call the front desk'],
    [club.phones.dutyManager, 'call-duty-manager', 'Call the duty manager'],
  ].find(([phone]) => digits(phone ?? '') === value);
  if (own) return { by, name: own[1] ?? '', label: own[2] ?? '', data };
  const before = wordsBefore(text, text.indexOf(raw));
  const known = calledBy.find(([words]) => words.test(before));
  return { by, name: known?.[1] ?? 'call-number', label: known?.[2] ?? `Call ${raw}`, data };
}

/** Each number of a block as a call. Public emergency numbers are too short to look like one. */
function callsIn(block: Block, club: Club): Action[] {
  const by = block.kind === 'desk-step' ? 'desk' : 'asker';
  return figuresOf(block.text)
    .filter(({ kind, value }) => kind === 'phone' || value === club.phones.emergency)
    .map(({ raw, value }) => callTo(block.text, raw, value, club, by));
}

const console = /\b(?:console|Bookings|Members|Doors|Kiosk, Speak|Bays, \w+|Move group|Report fault|Resend code|New code|hard restart|Release seat|Incidents)\b/;
const app = /\b(?:in the app|app, open|My booking|My rounds|Wallet|Profile|Compete|Nightjar app)\b/;

const consoleAction = ({ text }: Block): Action => ({ by: 'desk', name: 'use-console', label: text.charAt(0).toUpperCase() + text.slice(1) });

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
