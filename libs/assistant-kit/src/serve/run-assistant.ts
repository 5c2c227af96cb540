import { chatModelOf, chatSettings } from '#ai';
import { busSettings, clubSettings, healthSettings, readClub, serviceSettings, settingsOrExit } from '#platform/config';
import { createLogger } from '#platform/logging';
import { MessageBus } from '#platform/messaging';
import type { AssistantDefinition } from '../define-assistant.js';
import { AssistantService } from './assistant-service.js';

const settingsShape = { ...serviceSettings, ...healthSettings, ...busSettings, ...clubSettings, ...chatSettings };

/**
 * The process of one assistant, from its settings to its end: SIGTERM and SIGINT let it finish what it has begun. A wrong
 * setting ends it with status 78, a bus that is lost for good with status 1, so that whoever started it starts it anew.
 */
export async function runAssistant(definition: AssistantDefinition): Promise<void> {
  const settings = settingsOrExit(settingsShape);
  const { id } = definition.manifest;
  const logger = createLogger({ service: id, instance: settings.INSTANCE_ID, level: settings.LOG_LEVEL });
  try {
    const club = await readClub(settings.CLUB_FILE);
    const bus = await MessageBus.connect({
      url: settings.NATS_URL,
      service: id,
      instance: settings.INSTANCE_ID,
      principalSecret: settings.PRINCIPAL_SECRET,
      logger,
    });
    const model = chatModelOf(settings);
    const service = await AssistantService.start(definition, {
      bus,
      club,
      logger,
      healthPort: settings.HEALTH_PORT,
      model,
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void service.stop());
    await bus.closed;
    await service.stop();
    logger.info('The assistant has stopped');
  } catch (error) {
    logger.fatal({ err: error }, 'The assistant cannot go on');
    process.exit(1);
  }
}
