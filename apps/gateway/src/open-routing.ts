import type { EventStore } from '#event-store';
import type { Database } from '#platform/database';
import type { Logger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import { AssistantDirectory } from './assistants/assistant-directory.js';
import type { Corpora } from './assistants/corpora.js';
import { ManifestStore } from './assistants/manifest-store.js';
import { RouterKeeper } from './assistants/router-keeper.js';
import { PostgresRouterModels } from './assistants/router-models.js';
import { AssistantConfigs } from './configure-assistant/assistant-configs.js';
import { ConfigLog } from './configure-assistant/config-log.js';
import { ConfigureAssistant } from './configure-assistant/configure-assistant.js';
import { readLabeledQuestions } from './configure-assistant/labeled-questions.js';
import { ExampleList } from './learn-from-use/example-list.js';
import { LearnFromUse } from './learn-from-use/learn-from-use.js';
import { LearnedExamples } from './learn-from-use/learned-examples.js';
import { LearningLog } from './learn-from-use/learning-log.js';
import type { GatewaySettings } from './settings.js';
import type { AnswerRecords } from './record-query/answer-records.js';
import { LatestQuestions } from './try-routing/latest-questions.js';
import { SeenQuestions } from './try-routing/seen-questions.js';
import { TryRouting } from './try-routing/try-routing.js';
import { WatchQuestions } from './try-routing/watch-questions.js';

/** Which assistants there are, how questions find them, and how that is changed. */
export interface Routing {
  readonly router: RouterKeeper;
  readonly directory: AssistantDirectory;
  readonly configure: ConfigureAssistant;
  readonly tryRouting: TryRouting;
  readonly examples: ExampleList;
  readonly learning: LearnFromUse;
  stop(): void;
}

interface Means {
  readonly database: Database;
  readonly bus: MessageBus;
  readonly events: EventStore;
  readonly records: AnswerRecords;
  readonly logger: Logger;
  readonly corpora: Corpora;
}

type Settings = Pick<GatewaySettings, 'ROUTING_QUESTIONS' | 'LEARNING_MINUTES' | 'LEARNING_VOICES'>;

/** Puts the routing together; `directory.start()` has it hear the assistants. */
export async function openRouting(settings: Settings, means: Means): Promise<Routing> {
  const { database, bus, events, records, logger, corpora } = means;
  const folder = settings.ROUTING_QUESTIONS;
  const questions = folder === undefined ? [] : await readLabeledQuestions(folder);
  const models = new PostgresRouterModels(database);
  const router = new RouterKeeper(corpora, logger, models, questions);
  const configLog = new ConfigLog(events);
  const configs = new AssistantConfigs(configLog, bus, logger);
  const manifests = new ManifestStore(database);
  const log = new LearningLog(events);
  const learned = new LearnedExamples(log, bus, logger);
  const directory = new AssistantDirectory(bus, manifests, router, configs, learned, logger);
  const configure = new ConfigureAssistant(directory, configs, configLog, router, questions, corpora.offTopic);
  const seen = new SeenQuestions();
  const latest = new LatestQuestions(records);
  const watch = new WatchQuestions(router, latest, seen, logger);
  const examples = new ExampleList(log, learned, directory, corpora, settings.LEARNING_VOICES);
  const parts = { log, list: examples, learned, directory, router, questions, logger };
  const learning = new LearnFromUse(parts, settings.LEARNING_MINUTES * 60_000);
  return {
    router,
    directory,
    configure,
    tryRouting: new TryRouting(directory, router, latest, configure, seen),
    examples,
    learning,
    stop: () => {
      watch.stop();
      learning.stop();
      router.stop();
      configs.stop();
      learned.stop();
    },
  };
}
