import type { z } from 'zod';
import { busSettings, databaseSettings, healthSettings, serviceSettings } from '#platform/config';

export const metricsSettings = {
  ...serviceSettings,
  ...databaseSettings,
  ...healthSettings,
  NATS_URL: busSettings.NATS_URL,
};
export type MetricsSettings = z.infer<z.ZodObject<typeof metricsSettings>>;
