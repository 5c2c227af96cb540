import { chatModelOf, chatSettings } from '#ai';
import { busSettings, clubSettings, healthSettings, readClub, serviceSettings, settingsOrExit } from '#platform/config';
import { runService } from '#platform/lifecycle';
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
  await runService({ service: id, ...settings }, async (logger) => {
    const club = await readClub(settings.CLUB_FILE);
    const bus = await MessageBus.connect({
      url: settings.NATS_URL,
      service: id,
      instance: settings.INSTANCE_ID,
      principalSecret: settings.PRINCIPAL_SECRET,
      logger,
    });
    const model = chatModelOf(settings);
    const healthPort = settings.HEALTH_PORT;
    const service = await AssistantService.start(definition, { bus, club, logger, healthPort, model });
    return { lost: bus.closed, close: () => service.stop() };
  });
}
