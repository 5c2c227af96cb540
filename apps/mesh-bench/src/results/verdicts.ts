import type { Verdict } from './result.js';

/** A bar and what was measured against it. `short` says how the run was less than the bar asks for. */
export const verdict = (bar: string, held: boolean, figure: string, short: string | null = null): Verdict => ({
  bar,
  held,
  figure,
  short,
});

/** Null where a run was as long as a bar asks for. */
export const shortOf = (ran: number, asked: number, unit: string): string | null =>
  ran >= asked ? null : `${ran} of the ${asked} ${unit} that the bar asks for`;

export const verdictLine = ({ bar, held, figure, short }: Verdict): string =>
  `${bar}: ${held ? 'held' : 'MISSED'} (${figure}${short === null ? '' : `; ${short}`})`;

/** Says them, and ends the process with 1 later where one is missed. */
export function sayVerdicts(verdicts: readonly Verdict[]): void {
  for (const each of verdicts) console.log(verdictLine(each));
  process.exitCode = verdicts.every(({ held }) => held) ? 0 : 1;
}
