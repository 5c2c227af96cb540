import { settingsOrExit } from '#platform/config';
import { runService } from '#platform/lifecycle';
import { openMetrics } from './open-metrics.js';
import { metricsSettings } from './settings.js';

const settings = settingsOrExit(metricsSettings);
await runService({ service: 'metrics', ...settings }, (logger) => openMetrics(settings, logger));
