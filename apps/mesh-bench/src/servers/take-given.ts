import { FailureError } from '#kernel';
import { givenServers, takeDatabase, type GivenServers } from '#testing/mesh';

/**
 * The servers that the environment gives, with a database that may be filled. Where it may not, it says why in one sentence and
 * ends the process with 1, before anything is started.
 */
export async function takeGiven(intoExisting: boolean): Promise<GivenServers> {
  const given = givenServers();
  try {
    if (given.databaseUrl !== undefined) await takeDatabase(given.databaseUrl, intoExisting);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    console.error(error.failure.message);
    process.exit(1);
  }
  return given;
}
