import 'reflect-metadata';
import { knowledgeService } from '#contracts';
import { createCache } from '#platform/cache';
import { readClub, settingsOrExit } from '#platform/config';
import { runService } from '#platform/lifecycle';
import { MessageBus } from '#platform/messaging';
import { KnowledgeService } from './knowledge-service.js';
import { openDatabase, openEmbeddingLedger } from './open-publisher.js';
import { knowledgeSettings } from './settings.js';

const settings = settingsOrExit(knowledgeSettings);

await runService({ service: knowledgeService, ...settings }, async (logger) => {
  const club = await readClub(settings.CLUB_FILE);
  const bus = await MessageBus.connect({
    url: settings.NATS_URL,
    service: knowledgeService,
    instance: settings.INSTANCE_ID,
    principalSecret: settings.PRINCIPAL_SECRET,
    logger,
  });
  const service = await KnowledgeService.start({
    bus,
    database: openDatabase(settings),
    cache: settings.REDIS_URL === undefined ? undefined : createCache({ url: settings.REDIS_URL }),
    club,
    logger,
    embedding: settings,
    spending: openEmbeddingLedger(settings, (problem) =>
      logger.warn({ err: problem }, 'The spending on embeddings could not be counted in Redis'),
    ),
    healthPort: settings.HEALTH_PORT,
  });
  return { close: () => service.stop(), lost: bus.closed };
});
