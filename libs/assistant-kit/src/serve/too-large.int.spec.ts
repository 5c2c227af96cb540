import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import type { Club } from '#contracts';
import { createLogger } from '#platform/logging';
import { MessageBus } from '#platform/messaging';
import { testBackingServices } from '#testing';
import { defineAssistant } from '../define-assistant.js';
import { AssistantService } from './assistant-service.js';

const services = testBackingServices({ nats: { config: 'max_payload: 8192' } });
const folder = mkdtempSync(join(tmpdir(), 'clubos-large-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('an assistant whose manifest the bus does not carry does not start, and says what to do', async () => {
  writeFileSync(
    join(folder, 'manifest.yaml'),
    'id: tech\nversion: 1.0.0\nlabel: Screens\nanswers: a screen or a ball\nsites: []\ntimeouts: { answerMs: 8000 }\nkeywords: []\n',
  );
  const examples = Array.from({ length: 500 }, (_, at) => `the screen of bay ${at} stays dark`);
  writeFileSync(join(folder, 'examples.txt'), examples.join('\n'));
  const definition = defineAssistant({ folder: pathToFileURL(`${folder}/`), policy: { priority: () => 'low' } });
  const logger = createLogger({ service: 'tech', instance: 'one', level: 'silent' });
  const principalSecret = 'a secret of thirty-two characters, and more';
  const bus = await MessageBus.connect({
    url: services.nats.url,
    service: 'tech',
    instance: 'one',
    principalSecret,
    logger,
  });
  const club = { sites: [] } as unknown as Club;
  await expect(AssistantService.start(definition, { bus, club, logger, healthPort: 0 })).rejects.toMatchObject({
    failure: { code: 'payload-too-large', message: expect.stringContaining('with 500 examples') },
  });
  await bus.drain();
});
