import { PostgresEventStore, type GroupCommit } from '#event-store';
import { Deadline } from '#kernel';
import { readClub } from '#platform/config';
import { createDatabase, type Database } from '#platform/database';
import { Health } from '#platform/health';
import type { Logger } from '#platform/logging';
import { MessageBus } from '#platform/messaging';
import type { GatewayParts } from './gateway.module.js';
import { AnswerQuery } from './answer-query/answer-query.js';
import { AnswerRecords } from './record-query/answer-records.js';
import type { QueryRecorder } from './record-query/query-recorder.js';
import { LoopDelay } from './admit-query/loop-delay.js';
import { QueryGate } from './admit-query/query-gate.js';
import type { Corpora } from './assistants/corpora.js';
import type { RouterKeeper } from './assistants/router-keeper.js';
import { openResponseCache, type OpenResponseCache } from './open-response-cache.js';
import type { AssistantDirectory } from './assistants/assistant-directory.js';
import { openRecording } from './open-recording.js';
import { openRouting } from './open-routing.js';
import { openStreaming, type Streaming } from './open-streaming.js';
import { usualPatience, type Patience } from './patience.js';
import { keyIn } from './security/api-key.guard.js';
import { ApiKeys } from './security/api-key.js';
import type { GatewaySettings } from './settings.js';

export interface OpenGateway extends GatewayParts {
  /** Ends what was opened, the record last, so that nothing that was answered stays unrecorded. */
  close(): Promise<void>;
}

/** Connects the gateway to everything it works with, and has it hear its assistants. */
export async function openGateway(
  settings: GatewaySettings,
  logger: Logger,
  corpora: Corpora,
  patience: Patience = usualPatience,
): Promise<OpenGateway> {
  const club = await readClub(settings.CLUB_FILE);
  const database = openDatabase(settings, patience);
  const bus = await connectBus(settings, logger);
  const events = new PostgresEventStore(database);
  const records = new AnswerRecords(events);
  const { commits, recorder, inTime, feedback } = openRecording({ events, records, logger, patience });
  const apiKeys = await openApiKeys(settings, database, logger);
  const routing = await openRouting(settings, { database, bus, events, records, logger, corpora });
  const { router, directory } = routing;
  const responseCache = await openResponseCache(settings, { database, bus, events, directory, logger, patience });
  const { answers, conversations } = responseCache;
  const delay = new LoopDelay();
  const gate = openGate(settings, { directory, apiKeys, delay, patience });
  const assistants = { bus, patience };
  const answerQuery = new AnswerQuery(club, directory, assistants, gate.watching(inTime), answers, conversations);
  const { shared, ...streaming } = openStreaming(settings, { club, records, bus, answerQuery, logger, patience });
  const health = healthOf({ database, bus, router, commits, recorder, shared, responseCache, directory, gate });
  await directory.start();
  routing.learning.start();
  return {
    club,
    bus,
    events,
    records,
    feedback,
    commits,
    gate,
    responseCache,
    apiKeys,
    ...routing,
    health,
    logger,
    answerDeadlineMs: settings.ANSWER_DEADLINE_MS,
    answerQuery,
    ...streaming,
    close: async () => {
      routing.stop();
      apiKeys.stop();
      delay.stop();
      await responseCache.close();
      await bus.drain();
      const lost = await commits.close(Deadline.in(2000));
      if (lost > 0) logger.error({ lost }, 'records of answers were lost: the database stayed away');
      await database.close();
    },
  };
}

const connectBus = (settings: GatewaySettings, logger: Logger): Promise<MessageBus> =>
  MessageBus.connect({
    url: settings.NATS_URL,
    service: 'gateway',
    instance: settings.INSTANCE_ID,
    principalSecret: settings.PRINCIPAL_SECRET,
    logger,
  });

const openDatabase = (settings: GatewaySettings, { connectMs }: Patience): Database =>
  createDatabase({
    url: settings.DATABASE_URL,
    applicationName: `gateway ${settings.INSTANCE_ID}`,
    maxConnections: settings.DATABASE_CONNECTIONS,
    statementTimeoutMs: 5000,
    connectionTimeoutMs: connectMs,
  });

interface Watched {
  readonly database: Database;
  readonly bus: MessageBus;
  readonly router: RouterKeeper;
  readonly commits: GroupCommit;
  readonly recorder: QueryRecorder;
  readonly shared: Streaming['shared'];
  readonly responseCache: OpenResponseCache;
  readonly directory: AssistantDirectory;
  readonly gate: QueryGate;
}

/**
 * Ready is a gateway that is of use to whoever asks: it can route. Without the database, the bus or Redis it still gives
 * the answers it has kept, the emergency card and, without the bus, takes feedback; and all gateways would miss them at once,
 * so that taking out one is no help, and taking out each of them is silence. What is away is named.
 */
const healthOf = ({
  database,
  bus,
  router,
  commits,
  recorder,
  shared,
  responseCache,
  directory,
  gate,
}: Watched): Health =>
  new Health()
    .add('router', () => router.check())
    .add('database', (deadline) => database.ping(deadline), { required: false })
    .add('bus', () => mustBeConnected(bus), { required: false })
    .add('newest assistants', () => router.checkNewest(), { required: false })
    .add('learning from use', () => mustBeInUse(directory), { required: false })
    .add('load', () => gate.mustLetIn(), { required: false })
    .add('records', () => mustNotWait(commits, recorder), { required: false })
    .add('streams resume anywhere', () => shared.ping(), { required: false })
    .add('knowledge state', () => responseCache.checkKnowledge(), { required: false })
    .add('cached answers', () => responseCache.checkTruth(), { required: false });

interface Gated {
  readonly directory: AssistantDirectory;
  readonly apiKeys: ApiKeys;
  readonly delay: LoopDelay;
  readonly patience: Patience;
}

function openGate(
  { MAX_QUERIES, OVERLOAD_ANSWER_MS }: GatewaySettings,
  { directory, apiKeys, delay, patience }: Gated,
): QueryGate {
  const isKey = (authorization: string | undefined): boolean => {
    const key = keyIn(authorization);
    return key !== undefined && apiKeys.knows(key);
  };
  return new QueryGate(
    { dangerIn: (query) => directory.dangerIn(query), isKey, delayMs: () => delay.ms },
    { most: MAX_QUERIES, targetMs: OVERLOAD_ANSWER_MS, mostDelayMs: patience.lateMs },
  );
}

async function openApiKeys({ DEV_API_KEY }: GatewaySettings, database: Database, logger: Logger): Promise<ApiKeys> {
  const apiKeys = new ApiKeys(database);
  await apiKeys.start((error) =>
    logger.warn({ err: error }, 'the API keys could not be read again; the last known ones are let in'),
  );
  if (DEV_API_KEY !== undefined) await apiKeys.store('dev', DEV_API_KEY, ['ask', 'manage', 'admin']);
  return apiKeys;
}

function mustBeConnected(bus: MessageBus): void {
  if (!bus.isConnected()) throw new Error('not connected to NATS');
}

function mustBeInUse(directory: AssistantDirectory): void {
  const { problem } = directory.learning();
  if (problem !== null) throw new Error(problem);
}

function mustNotWait(commits: GroupCommit, recorder: QueryRecorder): void {
  const { spooled, dropped: unspooled } = commits.statistics();
  const dropped = unspooled + recorder.dropped;
  if (spooled > 0 || dropped > 0) throw new Error(`${spooled} records wait for the database, ${dropped} were dropped`);
}
