import { FailureError } from '#kernel';
import { Mesh, type MeshOptions, type Started } from './mesh.js';
import type { Run } from './run-file.js';
import { sayTo, seconds } from './say.js';

const impatientAfterMs = 700;

/** What whoever started us may send. */
interface Message {
  readonly stop?: true;
  /** Files that were built again, relative to the root of the project. */
  readonly changed?: readonly string[];
}

const curl = ({ gatewayUrl, apiKey }: Run): string =>
  `curl -s ${gatewayUrl}/query -H 'authorization: Bearer ${apiKey}' -H 'content-type: application/json' ` +
  `-d '{"query":"side screens say no view selected"}'`;

const greeting = ({ run, without }: Started, startedAt: number): string =>
  [
    '',
    `ClubOS is ready (${seconds(startedAt)}).`,
    ...without.map((which) => `  without ${which}`),
    '',
    `  gateway    ${run.gatewayUrl}`,
    `  API key    ${run.apiKey}`,
    `  database   ${run.databaseUrl}`,
    `  NATS       ${run.natsUrl}`,
    `  Redis      ${run.redisUrl}`,
    '',
    `Try it:  ${curl(run)}`,
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');

/** One sentence for what a person can do something about; for a mistake of ours all that is known. */
const explain = (error: unknown): string =>
  error instanceof FailureError
    ? error.message
    : `Something broke: ${error instanceof Error ? error.stack : String(error)}`;

/** Starts the mesh, shows where it is, and stops it when it is told to; ends this process with 0, or 1 after a failure. */
export async function main(options: Omit<MeshOptions, 'say'>): Promise<void> {
  const startedAt = performance.now();
  // Whoever listened may leave; the mesh stays.
  process.stdout.on('error', () => undefined);
  const say = sayTo(process.stdout, startedAt);
  const mesh = await Mesh.open({ ...options, say });
  let stopping: Promise<void> | undefined;
  let stoppingSince = Infinity;
  const stop = (): Promise<void> => {
    if (stopping) return stopping;
    say('Stopping');
    stoppingSince = performance.now();
    return (stopping = mesh.stop());
  };
  const stopAndExit = (): void => {
    stop().then(
      () => {
        say('Stopped');
        process.exit(0);
      },
      (error: unknown) => {
        process.stderr.write(`${explain(error)}\n`);
        process.exit(1);
      },
    );
  };
  // One Ctrl-C may reach us twice, from the terminal and from whoever started us; a later one means it.
  const orKill = (): void => {
    if (performance.now() - stoppingSince < impatientAfterMs || !stopping) return stopAndExit();
    mesh.kill();
    process.exit(1);
  };
  process.on('SIGINT', orKill).on('SIGTERM', orKill).on('SIGHUP', stopAndExit);
  process.on('disconnect', stopAndExit);
  process.on('message', ({ stop: toStop, changed }: Message) => {
    if (toStop) stopAndExit();
    if (changed) void mesh.restartAfter(changed);
  });
  try {
    process.stdout.write(greeting(await mesh.start(), startedAt));
  } catch (error) {
    // Stopped while it started: that is no failure.
    if (stopping) return stopAndExit();
    throw error;
  }
}

/** As `main`, and a failure is told and ends the process. */
export function runMain(options: () => Omit<MeshOptions, 'say'>): void {
  Promise.resolve()
    .then(() => main(options()))
    .catch((error: unknown) => {
      process.stderr.write(`${explain(error)}\n`);
      process.exit(1);
    });
}
