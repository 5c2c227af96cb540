import { embedderSettings } from '#ai';
import {
  busSettings,
  cacheSettings,
  clubSettings,
  databaseSettings,
  healthSettings,
  serviceSettings,
} from '#platform/config';

/** What the commands are told: where the SOPs are kept, and what makes their vectors. */
export const commandSettings = {
  ...databaseSettings,
  ...clubSettings,
  ...embedderSettings,
  LOG_LEVEL: serviceSettings.LOG_LEVEL,
};

export const knowledgeSettings = {
  ...serviceSettings,
  ...healthSettings,
  ...busSettings,
  ...commandSettings,
  /** Where the embeddings of questions are remembered, when a provider makes them; without it they are not. */
  REDIS_URL: cacheSettings.REDIS_URL.optional(),
};
