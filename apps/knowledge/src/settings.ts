import { embedderSettings } from '#ai';
import {
  busSettings,
  cacheSettings,
  clubSettings,
  databaseSettings,
  healthSettings,
  serviceSettings,
} from '#platform/config';

/** What the commands are told: where the SOPs are kept, and what makes their vectors and pays for them. */
export const commandSettings = {
  ...databaseSettings,
  ...clubSettings,
  ...embedderSettings,
  LOG_LEVEL: serviceSettings.LOG_LEVEL,
  /**
   * Where the embeddings of questions are remembered, and what embeddings cost is counted by all processes together, when a
   * provider makes them. Without it nothing is remembered, and each process counts for itself.
   */
  REDIS_URL: cacheSettings.REDIS_URL.optional(),
};

export const knowledgeSettings = {
  ...serviceSettings,
  ...healthSettings,
  ...busSettings,
  ...commandSettings,
};
