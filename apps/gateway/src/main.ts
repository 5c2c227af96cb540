import 'reflect-metadata';
import { settingsOrExit } from '#platform/config';
import { runService } from '#platform/lifecycle';
import { closeGateway, createGateway } from './create-gateway.js';
import { readCorpora } from './assistants/corpora.js';
import { listen } from './listen.js';
import { openGateway } from './open-gateway.js';
import { gatewaySettings } from './settings.js';

const settings = settingsOrExit(gatewaySettings);
await runService({ service: 'gateway', ...settings }, async (logger) => {
  const parts = await openGateway(settings, logger, await readCorpora());
  const app = await createGateway(parts);
  const listeners = await listen(app, settings.PORT, logger);
  logger.info({ url: await app.getUrl() }, 'the gateway listens');
  return {
    lost: parts.bus.closed,
    close: async () => {
      parts.health.beginStopping();
      await parts.streams.drain();
      await closeGateway(app, settings.STREAM_DRAIN_MS, listeners);
      await parts.close();
    },
  };
});
