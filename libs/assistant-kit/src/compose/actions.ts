import type { Action, Ask, Club } from '#contracts';
import type { BlockKind } from '../sections/section.js';
import { figuresOf, type Figure } from '../grounding/figures.js';
import { siteWordsOf } from '../sections/site-words.js';
import type { ComposedSection } from './compose-section.js';
import { inward } from './hand-over.js';

/** Enough for what a person can hold in mind; what comes after is in the text. */
const actionsAtMost = 6;

/** Who a number reaches, by the words right before it: "the technician on 555-0170", "the landlord, Quay Holdings, 555-0141". */
const callee =
  /\b(?:the|our|an?|then|to|from|call|ring|text|ask|tell) ((?!(?:the|our|an?|call|ring|ask|tell|then|to) )[a-z][a-z'’-]*(?: [a-z'’-]+){0,3})[,:]? ?$/i;

/** A call that is to be made only where something else is the case: "Danger: 911", "If it smokes, call 911", "911 for a shock". */
const conditional =
  /\b(?:if|when|unless|in danger|in case|whenever|should)\b|^(?!\s*(?:call|ring|phone|ask|tell)\b)[^?:]*[?:]/i;
const condition =
  /^[\s,;:]*(?:(?:again|back|too|first|only|at once|also)\s+)*(?:if|for|when|whenever|unless|in case|should)\b/i;

const app = /\b(?:in|open|from|with) the app\b|^app\b|\bthe app,/i;

const digits = (phone: string): string => phone.replace(/\D/g, '');
const kebab = (words: string): string =>
  words
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-');
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Step {
  readonly kind: BlockKind;
  /** As it is shown: narrowed to the site. */
  readonly text: string;
}

const sentenceBefore = (text: string, at: number): string =>
  text
    .slice(0, at)
    .split(/[.!]\s/)
    .at(-1) ?? '';

/** Whether a step tells to call this number now, whatever else is the case. */
function isNow(text: string, raw: string): boolean {
  const at = text.indexOf(raw);
  return !conditional.test(sentenceBefore(text, at)) && !condition.test(text.slice(at + raw.length));
}

/** A number whose owner is not said is called by the number: a wrong name is worse than none. */
function callTo(text: string, { raw, value }: Figure, club: Club, by: Action['by']): Action {
  const data = { phone: raw };
  const { emergency, desk, dutyManager } = club.phones;
  if (value === digits(emergency)) return { by, name: `call-${value}`, label: `Call ${emergency}`, data };
  const before = text.slice(0, text.indexOf(raw));
  const verb = /\btext(?:ed|s)?(?: to| us)?(?: on| at)? $/i.test(before) ? 'text' : 'call';
  if (value === digits(desk))
    return { by, name: `${verb}-front-desk`, label: `${capitalized(verb)} the front desk`, data };
  if (value === digits(dutyManager)) return { by, name: 'call-duty-manager', label: 'Call the duty manager', data };
  const sites = siteWordsOf(club.sites)
    .map(({ word }) => word)
    .join('|');
  const said = before.replace(/ (?:on|at) $/, ' ').replace(new RegExp(`[:,(]? ?(?:${sites})[,:]? $`), ' ');
  const named = callee.exec(said)?.[1];
  if (named === undefined || verb === 'text')
    return { by, name: `${verb}-number`, label: `${capitalized(verb)} ${raw}`, data };
  return {
    by,
    name: `call-${kebab(named)}`,
    label: /^[A-Z]/.test(named) ? `Call ${named}` : `Call the ${named}`,
    data,
  };
}

/** Each number of a step as a call. The public emergency number is too short to look like one. */
function callsIn({ kind, text }: Step, club: Club, isEmergency: boolean): Action[] {
  const by = kind === 'desk-step' ? 'desk' : 'asker';
  const { emergency, desk } = club.phones;
  return figuresOf(text)
    .filter(({ kind: figure, value }) => figure === 'phone' || value === emergency)
    .filter(({ value, raw }) => isEmergency || value === digits(desk) || isNow(text, raw))
    .map((figure) => callTo(text, figure, club, by));
}

/** Whether a step of the desk says only whom to call, which its calls say already. */
const onlyCalls = (text: string): boolean => /^(?:call|ring|phone)\b[^.;]*\d[\d-]*\.?$/i.test(text);

/** A step that the front desk does at its console or by its own hands; what only guards or notes something is none. */
const isDone = ({ kind, text }: Step): boolean => kind === 'desk-step' && !inward.test(text) && !onlyCalls(text);

const keyOf = ({ by, name, data }: Action, index: number): string =>
  name === 'follow-step' || name.endsWith('-number') ? `${name} ${data?.['phone'] ?? index}` : `${by} ${name}`;

/** Its steps, or its sentences where it has none: a section that only says whom to call is a step of one. */
function stepsOf({ used, said }: ComposedSection): Step[] {
  const shown = used.map((block, index) => ({ kind: block.kind, text: said[index] ?? block.text }));
  const steps = shown.filter(({ kind }) => kind === 'step' || kind === 'desk-step');
  return steps.length > 0 ? steps : shown.filter(({ kind }) => kind === 'lead' || kind === 'text');
}

/**
 * What is to be done beyond reading the answer, from the steps as they are shown: numbers to call, the desk's own steps,
 * the app to open. Staff are the front desk, so they are told neither to call it nor to text it.
 * @param isEmergency whether the answer goes to the public emergency number; elsewhere it, and everybody but the front
 * desk, is called only where a step tells to without a condition
 */
export function actionsFor(composed: ComposedSection, asker: Ask['asker'], club: Club, isEmergency: boolean): Action[] {
  const steps = stepsOf(composed);
  const all: Action[] = [
    ...steps.flatMap((step) => callsIn(step, club, isEmergency)),
    ...steps.filter(isDone).map(({ text }): Action => ({ by: 'desk', name: 'follow-step', label: capitalized(text) })),
    ...(asker === 'member' && steps.some(({ text }) => app.test(text))
      ? [{ by: 'asker' as const, name: 'open-app', label: 'Open the app' }]
      : []),
  ].filter(({ name }) => asker === 'member' || !/^text-|front-desk$/.test(name));
  return [...new Map(all.map((action, index) => [keyOf(action, index), action])).values()].slice(0, actionsAtMost);
}
