import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { createDatabase } from '#platform/database';
import { compareIds, isWhole, type Compared } from './compare-ids.js';
import { recordedAnswers, recordedFeedback } from './recorded-ids.js';

export interface Audit {
  readonly answers: Compared;
  readonly feedback: Compared;
}

const linesOf = (path: string): AsyncIterable<string> => createInterface({ input: createReadStream(path) });

/** A record that waited for the database has to be there this many milliseconds after the run. */
const patience = 15_000;

/**
 * Holds what clients were told by HTTP (files of ids, one a line) against what PostgreSQL holds, id by id. It asks the
 * database itself and shares no code with what wrote there.
 */
export async function auditLog(
  databaseUrl: string,
  since: Date,
  told: { readonly answers: string; readonly feedback: string },
  { patienceMs = patience }: { readonly patienceMs?: number } = {},
): Promise<Audit> {
  const database = createDatabase({
    url: databaseUrl,
    applicationName: 'auditor',
    maxConnections: 1,
    statementTimeoutMs: 60_000,
    connectionTimeoutMs: 30_000,
  });
  const look = async (): Promise<Audit> => ({
    answers: await compareIds(linesOf(told.answers), recordedAnswers(database, since)),
    feedback: await compareIds(linesOf(told.feedback), recordedFeedback(database, since)),
  });
  try {
    const until = performance.now() + patienceMs;
    for (;;) {
      const audit = await look();
      if (audit.answers.lost + audit.feedback.lost === 0 || performance.now() > until) return audit;
      await pause(1000);
    }
  } finally {
    await database.close();
  }
}

const inWords = (what: string, compared: Compared): string => {
  const { told, recorded, lost, doubled, toldTwice, untold, examples } = compared;
  const figures = `${told} told by HTTP, ${recorded} in the log, ${lost} lost, ${doubled} twice, ${toldTwice} told twice, ${untold} told to nobody`;
  return `audit of ${what}: ${figures}${isWhole(compared) ? '' : ` (${examples.join('; ')})`}`;
};

export const auditLines = ({ answers, feedback }: Audit): string[] => [
  inWords('answers', answers),
  inWords('feedback', feedback),
];
