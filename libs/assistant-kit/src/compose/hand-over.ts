import type { Club, Source } from '#contracts';
import { ungroundedFigures } from '../grounding/ungrounded-figures.js';
import type { ComposedSection } from './compose-section.js';

/** How a step begins that only guards or notes something: the member misses nothing when nobody tells them of it. */
export const inward =
  /^(?:never|do not|don't|no |quote|promise|add no|take no|invent|log|note|leave|agree to|change (?:no|or)|announce|send no|make no|write)/i;

/** Whether the desk has something left to do for the member. */
const helps = ({ leftToDesk }: ComposedSection): boolean => leftToDesk.some(({ text }) => !inward.test(text));

/** Whether the member can do something themselves, or has at least learned what they asked. */
const canAct = ({ used }: ComposedSection): boolean => used.some(({ kind }) => kind === 'step' || kind === 'row');

/** Whether nothing is left for the member but to wait for the desk: then somebody has to take over. */
export const isStuck = (composed: readonly ComposedSection[]): boolean =>
  !composed.some(canAct) && composed.some(helps);

/** One sentence that says who goes on, with the number where the answer's own sources have it. */
export function handOver(
  composed: readonly ComposedSection[],
  sources: readonly Source[],
  club: Club,
): string | undefined {
  if (!composed.some(helps)) return undefined;
  const sentence = composed.every(canAct)
    ? 'If that does not help, the front desk takes over'
    : 'The front desk does the rest';
  const call = `: call ${club.phones.desk}.`;
  return sentence + (ungroundedFigures(call, sources).length === 0 ? call : '.');
}
