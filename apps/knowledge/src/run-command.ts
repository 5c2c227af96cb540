import { toFailure } from '#kernel';
import { readClub, settingsOrExit } from '#platform/config';
import { createLogger } from '#platform/logging';
import type { Database } from '#platform/database';
import { openDatabase, openEmbeddingLedger, openPublisher } from './open-publisher.js';
import { readingsAreOver } from './publish-sop/readings.js';
import { commandSettings } from './settings.js';

type Opened = ReturnType<typeof openPublisher>;

/** Exit status where some of what was given is wrong and the rest was done (EX_DATAERR of sysexits.h). */
const doneInPart = 65;

/**
 * A command's process, from its settings to its exit status: 0, 65 where it was done in part, or 1 for what did not work. Its
 * lines go to standard output.
 */
export async function runCommand(
  name: string,
  work: (publisher: Opened, database: Database) => Promise<{ readonly lines: readonly string[]; readonly ok: boolean }>,
): Promise<void> {
  const settings = settingsOrExit(commandSettings);
  const logger = createLogger({ service: 'knowledge', instance: name, level: settings.LOG_LEVEL });
  const database = openDatabase(settings);
  const spending = openEmbeddingLedger(settings, (problem) =>
    logger.warn({ err: problem }, 'The spending on embeddings could not be counted in Redis'),
  );
  try {
    const club = await readClub(settings.CLUB_FILE);
    const publisher = openPublisher(database, club, settings, spending.ledger, (problem) => {
      logger.warn(
        { err: problem },
        'The embedder cannot be used; the built-in one steps in until the service can use it',
      );
    });
    const { lines, ok } = await work(publisher, database);
    await readingsAreOver();
    process.stdout.write(`${lines.join('\n')}\n`);
    process.exitCode = ok ? 0 : doneInPart;
  } catch (error) {
    logger.error({ err: error }, `The ${name} did not work`);
    process.stdout.write(`The ${name} did not work: ${toFailure(error).message}\n`);
    process.exitCode = 1;
  } finally {
    await database.close();
    await spending.close();
  }
}
