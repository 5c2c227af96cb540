import { GroupCommit, PostgresEventStore } from '#event-store';
import { Deadline } from '#kernel';
import { readClub } from '#platform/config';
import { createDatabase } from '#platform/database';
import { Health } from '#platform/health';
import type { Logger } from '#platform/logging';
import { MessageBus } from '#platform/messaging';
import type { GatewayParts } from './gateway.module.js';
import type { Corpora } from './assistants/corpora.js';
import type { AssistantDirectory } from './assistants/assistant-directory.js';
import { openRouting } from './open-routing.js';
import { ApiKeys } from './security/api-key.js';
import type { GatewaySettings } from './settings.js';

/**
 * Milliseconds an answer waits for its record before it is sent without. The embedded database needs up to 300 for the
 * first one after a start, when nothing is planned or cached; later ones take a few.
 */
const commitTimeoutMs = 500;

export interface OpenGateway extends GatewayParts {
  /** Ends what was opened, the record last, so that nothing that was answered stays unrecorded. */
  close(): Promise<void>;
}

/** Connects the gateway to everything it works with, and has it hear its assistants. */
export async function openGateway(settings: GatewaySettings, logger: Logger, corpora: Corpora): Promise<OpenGateway> {
  const club = await readClub(settings.CLUB_FILE);
  const database = createDatabase({
    url: settings.DATABASE_URL,
    applicationName: `gateway ${settings.INSTANCE_ID}`,
    maxConnections: settings.DATABASE_CONNECTIONS,
    statementTimeoutMs: 5000,
    connectionTimeoutMs: 1000,
  });
  const bus = await MessageBus.connect({
    url: settings.NATS_URL,
    service: 'gateway',
    instance: settings.INSTANCE_ID,
    principalSecret: settings.PRINCIPAL_SECRET,
    logger,
  });
  const events = new PostgresEventStore(database);
  const commits = new GroupCommit(events, {
    commitTimeoutMs,
    onRefused: ({ stream }, reason) => logger.error({ stream, err: reason }, 'a delayed record was refused by the log'),
  });
  const apiKeys = new ApiKeys(database);
  await apiKeys.start((error) =>
    logger.warn({ err: error }, 'the API keys could not be read again; the last known ones are let in'),
  );
  if (settings.DEV_API_KEY !== undefined) await apiKeys.store('dev', settings.DEV_API_KEY, ['ask', 'manage', 'admin']);
  const routing = await openRouting(settings, { database, bus, events, logger, corpora });
  const { router, directory } = routing;
  const health = new Health()
    .add('database', (deadline) => database.ping(deadline))
    .add('bus', () => mustBeConnected(bus))
    .add('router', () => router.check())
    .add('newest assistants', () => router.checkNewest(), { required: false })
    .add('learning from use', () => mustBeInUse(directory), { required: false })
    .add('records', () => mustNotWait(commits), { required: false });
  await directory.start();
  routing.learning.start();
  return {
    club,
    bus,
    events,
    commits,
    apiKeys,
    ...routing,
    health,
    logger,
    answerDeadlineMs: settings.ANSWER_DEADLINE_MS,
    close: async () => {
      routing.stop();
      apiKeys.stop();
      await bus.drain();
      const lost = await commits.close(Deadline.in(2000));
      if (lost > 0) logger.error({ lost }, 'records of answers were lost: the database stayed away');
      await database.close();
    },
  };
}

function mustBeConnected(bus: MessageBus): void {
  if (!bus.isConnected()) throw new Error('not connected to NATS');
}

function mustBeInUse(directory: AssistantDirectory): void {
  const { problem } = directory.learning();
  if (problem !== null) throw new Error(problem);
}

function mustNotWait(commits: GroupCommit): void {
  const { spooled, dropped } = commits.statistics();
  if (spooled > 0 || dropped > 0) throw new Error(`${spooled} records wait for the database, ${dropped} were dropped`);
}
