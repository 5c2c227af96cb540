import { FailureError } from '#kernel';
import { orExit, readClub, settingsOrExit } from '#platform/config';
import { runService } from '#platform/lifecycle';
import { MessageBus } from '#platform/messaging';
import type { AssistantDefinition } from '../define-assistant.js';
import { AssistantService } from './assistant-service.js';
import { openModel } from './open-model.js';
import { assistantSettings } from './settings.js';

/** Starting again would not make the manifest smaller, nor what the bus carries larger. */
const isForGood = (error: unknown): boolean =>
  error instanceof FailureError && error.failure.code === 'payload-too-large';

/**
 * The process of one assistant, from its settings to its end: SIGTERM and SIGINT let it finish what it has begun. A wrong
 * setting, or a manifest that does not fit or that the bus does not carry, ends it with status 78 and one sentence, a bus that is lost for good with status 1, so that whoever started it starts it anew.
 */
export async function runAssistant(definition: AssistantDefinition): Promise<void> {
  const settings = settingsOrExit(assistantSettings);
  const { id } = orExit(() => definition.manifest);
  await runService({ service: id, ...settings }, async (logger) => {
    const club = await readClub(settings.CLUB_FILE);
    const bus = await MessageBus.connect({
      url: settings.NATS_URL,
      service: id,
      instance: settings.INSTANCE_ID,
      principalSecret: settings.PRINCIPAL_SECRET,
      logger,
    });
    const model = definition.policy.mayUseModel === false ? undefined : openModel(settings, id, logger);
    const healthPort = settings.HEALTH_PORT;
    const starting = AssistantService.start(definition, { bus, club, logger, healthPort, model });
    const service = await starting.catch((error: unknown) => {
      if (!isForGood(error)) throw error;
      return orExit<AssistantService>(() => {
        throw error;
      });
    });
    return { lost: bus.closed, close: () => service.stop() };
  });
}
