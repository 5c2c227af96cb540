import { chatSettings } from '#ai';
import { busSettings, clubSettings, healthSettings, serviceSettings } from '#platform/config';

/** What the process of an assistant is told; every assistant takes the same. */
export const assistantSettings = {
  ...serviceSettings,
  ...healthSettings,
  ...busSettings,
  ...clubSettings,
  ...chatSettings,
};
