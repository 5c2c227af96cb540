import 'reflect-metadata';
import { settingsOrExit } from '#platform/config';
import { createLogger } from '#platform/logging';
import { createGateway } from './create-gateway.js';
import { openGateway } from './open-gateway.js';
import { gatewaySettings } from './settings.js';

const settings = settingsOrExit(gatewaySettings);
const logger = createLogger({ service: 'gateway', instance: settings.INSTANCE_ID, level: settings.LOG_LEVEL });

try {
  const parts = await openGateway(settings, logger);
  const app = await createGateway(parts);
  await app.listen(settings.PORT, '0.0.0.0');
  logger.info({ url: await app.getUrl() }, 'gateway listens');

  let stopping: Promise<void> | undefined;
  const stop = async (signal: string): Promise<void> => {
    logger.info({ signal }, 'gateway stops');
    parts.health.beginStopping();
    await app.close();
    await parts.close();
  };
  const stopOnce = (signal: string): void => {
    stopping ??= stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'gateway did not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stopOnce).on('SIGINT', stopOnce);
  parts.bus.closed.catch((error: unknown) => {
    logger.fatal({ err: error }, 'the bus is lost for good');
    process.exit(1);
  });
} catch (error) {
  logger.fatal({ err: error }, 'gateway did not start');
  process.exit(1);
}
