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
import type { GatewaySettings } from './settings.js';
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
  stop(): void;
}

interface Means {
  readonly database: Database;
  readonly bus: MessageBus;
  readonly events: EventStore;
  readonly logger: Logger;
  readonly corpora: Corpora;
}

type Settings = Pick<GatewaySettings, 'INSTANCE_ID' | 'ROUTING_QUESTIONS'>;

/** Puts the routing together; `directory.start()` has it hear the assistants. */
export async function openRouting(settings: Settings, means: Means): Promise<Routing> {
  const { database, bus, events, logger, corpora } = means;
  const folder = settings.ROUTING_QUESTIONS;
  const questions = folder === undefined ? [] : await readLabeledQuestions(folder);
  const models = new PostgresRouterModels(database);
  const router = new RouterKeeper(corpora, logger, models);
  const configLog = new ConfigLog(events);
  const configs = new AssistantConfigs(configLog, bus, logger);
  const manifests = new ManifestStore(database);
  const directory = new AssistantDirectory(bus, manifests, router, configs, logger, settings.INSTANCE_ID);
  const configure = new ConfigureAssistant(directory, configs, configLog, router, questions, corpora.offTopic);
  const seen = new SeenQuestions();
  const latest = new LatestQuestions(events);
  const watch = new WatchQuestions(router, latest, seen, logger);
  return {
    router,
    directory,
    configure,
    tryRouting: new TryRouting(directory, router, latest, configure, seen),
    stop: () => {
      watch.stop();
      router.stop();
      configs.stop();
    },
  };
}
