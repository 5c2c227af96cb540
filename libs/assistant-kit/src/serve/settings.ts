import { chatSettings } from '#ai';
import { busSettings, cacheSettings, clubSettings, healthSettings, serviceSettings } from '#platform/config';

/** What the process of an assistant is told; every assistant takes the same. */
export const assistantSettings = {
  ...serviceSettings,
  ...healthSettings,
  ...busSettings,
  ...clubSettings,
  ...chatSettings,
  /** Where replicas keep what they spend together. Absent: each process counts by itself, from its start. */
  REDIS_URL: cacheSettings.REDIS_URL.optional(),
};
