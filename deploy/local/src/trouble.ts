import type { Say } from './say.js';

/** How the logger calls the levels that a person is to hear of, by name or by number. */
const troubling: ReadonlySet<unknown> = new Set(['warn', 'error', 'fatal', 40, 50, 60]);
const repeatMs = 10_000;
const longest = 300;

interface PinoLine {
  readonly level?: string | number;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

function parse(line: string): PinoLine | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a service's line says to the person at the terminal: warnings and errors, briefly; undefined for the rest. */
export function troubleIn(line: string): string | undefined {
  const entry = parse(line);
  if (entry?.level === undefined) {
    // Not the logger: Node itself, on its way out. The lines of a stack stay in the log file.
    return /^\s*(at |node:|\^|$)|^Node\.js v/.test(line) ? undefined : line.slice(0, longest);
  }
  if (!troubling.has(entry.level)) return undefined;
  const cause = entry.err?.message;
  const text = [entry.msg, cause === entry.msg ? undefined : cause].filter(Boolean).join(': ');
  return text.split('\n')[0]!.slice(0, longest);
}

/** What a log ends with, in one line for a person: its last troubles, or its last line if it tells of none. */
export function lastWords(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const troubles = lines.map(troubleIn).filter((trouble) => trouble !== undefined);
  return (troubles.length > 0 ? troubles.slice(-2).join('; ') : (lines.at(-1) ?? 'it said nothing')).slice(
    0,
    2 * longest,
  );
}

/** Shows the trouble of one process; the same words again within 10 s are left out. */
export class TroubleView {
  private readonly lastSaid = new Map<string, number>();

  constructor(
    private readonly name: string,
    private readonly say: Say,
  ) {}

  line(line: string): void {
    const trouble = troubleIn(line);
    if (trouble === undefined) return;
    const now = performance.now();
    if (now - (this.lastSaid.get(trouble) ?? -Infinity) < repeatMs) return;
    if (this.lastSaid.size > 1000) this.lastSaid.clear();
    this.lastSaid.set(trouble, now);
    this.say(`${this.name}: ${trouble}`);
  }
}
