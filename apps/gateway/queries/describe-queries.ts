import { manifestSchema, type AssistantConfigured } from '#contracts';
import { logMigrations, logSchema, PostgresEventStore } from '#event-store';
import { newTraceId } from '#kernel';
import { KeptTexts, migrate, type Database } from '#platform/database';
import {
  emptyPartitions,
  filledLog,
  filledTables,
  fillLog,
  QueryRecorder,
  settleStatistics,
  withDatabase,
  type QueriesFile,
} from '#query-plans';
import { ManifestStore } from '../src/assistants/manifest-store.js';
import { ConfigLog } from '../src/configure-assistant/config-log.js';
import { manifestAlone } from '../src/configure-assistant/effective-manifest.js';
import { LearningLog } from '../src/learn-from-use/learning-log.js';
import { gatewayMigrations, gatewaySchema, routerModelsTable } from '../src/migrations/gateway-migrations.js';
import { Kept } from '../src/response-cache/cached-answer.js';
import { PostgresTier } from '../src/response-cache/postgres-tier.js';
import { ApiKeys } from '../src/security/api-key.js';
import { AnswerRecords } from '../src/record-query/answer-records.js';
import { LatestQuestions } from '../src/try-routing/latest-questions.js';

/** Five of six answers are of the states that knowledge is in now. */
const states = ['state-1', 'state-2', 'state-3', 'state-4', 'state-5'];

const fillStatement = `
  insert into gateway.api_keys (id, name, key_hash, scopes)
  select 'key-' || n, 'key-' || n, md5(n::text), '{ask}' from generate_series(1, 100) as n;
  insert into gateway.assistants (id, version, manifest, manifest_hash)
  select 'assistant-' || n, '1.0.0', jsonb_build_object('examples', repeat('a question ', 500)), md5(n::text)
  from generate_series(1, 200) as n;
  insert into gateway.cached_answers (key, knowledge, answer, kept_at)
  select md5(n::text), 'state-' || n % 6, repeat('{"text": "what to do"}', 60), '2026-01-01Z'::timestamptz + n * interval '1 s'
  from generate_series(1, 5000) as n;
  insert into gateway.router_models (owner, fingerprint, part, parts, data)
  select 'router', 'model-' || n / 20, n % 20, 20, convert_to(repeat('0123456789', 1000), 'UTF8')
  from generate_series(0, 119) as n`;

const answer = new Kept({
  answerId: 'first',
  assistant: 'booking',
  assistantVersion: '1.0.0',
  composer: 'c1',
  knowledge: 'state-1',
  composedBy: 'extractive',
  answer: { text: 'Ten.', category: 'solution', priority: 'low', actions: [], escalation: null },
  sources: [],
  confidence: 0.9,
});

const manifest = manifestSchema.parse({
  id: 'booking',
  version: '1.0.0',
  answers: 'a booking and what it costs',
  label: 'Booking',
  keywords: [],
  examples: ['how much', 'how long', 'how often', 'how late', 'how early'],
  sites: [],
  timeouts: { answerMs: 2_000 },
});

async function useCache({ database, hot, cold }: Using): Promise<void> {
  const tier = new PostgresTier(database, { tierMs: 60_000, keepMs: 60_000 });
  await hot('PostgresTier.get', () => tier.get('c4ca4238a0b923820dcc509a6f75849b'));
  await hot('PostgresTier.set', () => tier.set('new', answer));
  await hot('PostgresTier.delete', () => tier.delete('new'));
  await cold('PostgresTier.newest', () => tier.newest(2_000, 1_000_000));
  await cold('PostgresTier.tidy', () => tier.tidy(states));
}

async function useOthers({ database, hot, cold }: Using): Promise<void> {
  const keys = new ApiKeys(database);
  await hot('ApiKeys.load', () => keys.load());
  await cold('ApiKeys.store', () => keys.store('new', 'a key', ['ask']));
  const manifests = new ManifestStore(database);
  await cold('ManifestStore.load', () => manifests.load());
  await hot('ManifestStore.save', () => manifests.save(manifest));
  const texts = new KeptTexts(database, routerModelsTable);
  await cold('PostgresRouterModels.load', () => texts.load('router', 'model-1'));
  await cold('PostgresRouterModels.save', () => texts.save('router', 'model-new', '{}', 6));
}

const configured: AssistantConfigured = {
  assistant: 'booking',
  config: manifestAlone,
  reason: 'to begin',
  changes: [],
  restored: null,
  regression: {
    questions: 0,
    rightBefore: 0,
    rightAfter: 0,
    emergenciesBefore: 0,
    emergenciesAfter: 0,
    matrixChange: [],
    newlyBroken: [],
    newlyMissed: [],
    budget: 0,
    lostBefore: 0,
    passed: true,
  },
  override: null,
};

/** What reads and writes the log does so through the event store, whose file has the rest of its statements. */
async function useLog({ database, hot, cold }: Using): Promise<void> {
  const events = new PostgresEventStore(database);
  const configs = new ConfigLog(events);
  const author = { actor: 'staff:ann', traceId: newTraceId() };
  await hot('ConfigLog.append', () => configs.append(0, configured, author));
  await hot('ConfigLog.newest', () => configs.newest('booking'));
  await hot('ConfigLog.versions, one', () => configs.versions('booking', { from: 1, to: 1 }));
  const latest = new LatestQuestions(new AnswerRecords(events));
  await hot('LatestQuestions.read', () => latest.read(10_000));
  const learning = new LearningLog(events);
  await hot('LearningLog.mark', () => learning.mark());
  await hot('LearningLog.standing', () => learning.standing());
  await cold('LearningLog.evidence', () => learning.evidence());
}

interface Using {
  readonly database: Database;
  readonly hot: QueryRecorder['hot'];
  readonly cold: QueryRecorder['cold'];
}

/** What the gateway sends to its own tables, and what it asks of the log. */
export const describeQueries = (): Promise<QueriesFile> =>
  withDatabase(async (database, url) => {
    await migrate({ url, schema: logSchema, migrations: logMigrations });
    await migrate({ url, schema: gatewaySchema, migrations: gatewayMigrations });
    await fillLog(database);
    await database.query(fillStatement);
    const tables = ['api_keys', 'assistants', 'cached_answers', 'router_models'];
    await settleStatistics(database, tables.map((table) => `gateway.${table}`).concat(filledTables));
    const recorder = new QueryRecorder(database);
    const using: Using = {
      database: recorder.database,
      hot: (name, call) => recorder.hot(name, call),
      cold: (name, call) => recorder.cold(name, call),
    };
    await useCache(using);
    await useOthers(using);
    await useLog(using);
    return {
      filled: `5,000 cached answers, 200 manifests, 100 keys and ${filledLog}`,
      methods: recorder.methods,
      mayBeReadWhole: { api_keys: 'all of its few rows are what is asked for', ...emptyPartitions },
    };
  });
