import { readFile } from 'node:fs/promises';
import type { EmergencyExamples } from '#routing';

/** What the gateway brings to the routing beside the assistants' own examples. */
export interface Corpora {
  /** Sentences that are none of the club's business, which the router learns to leave alone. */
  readonly offTopic: readonly string[];
  /** What people in danger write, and what only sounds so; without them phrases alone tell an emergency. */
  readonly emergencies?: EmergencyExamples;
}

async function linesOf(name: string): Promise<string[]> {
  const text = await readFile(new URL(`../../${name}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The corpora beside this app's code, one sentence a line. */
export async function readCorpora(): Promise<Required<Corpora>> {
  const [offTopic, emergencies, traps] = await Promise.all(
    ['off-topic.txt', 'emergencies.txt', 'emergency-traps.txt'].map(linesOf),
  );
  return { offTopic: offTopic!, emergencies: { emergencies: emergencies!, traps: traps! } };
}
