import { describe, expect, it } from '@jest/globals';
import { createLogger } from '#platform/logging';
import { createRouter } from '#routing';
import { eventually } from '#testing';
import { manifestOf } from '../test-gateway.js';
import { SeenQuestions } from './seen-questions.js';
import { WatchQuestions } from './watch-questions.js';

const logger = createLogger({ service: 'test', instance: 'spec', level: 'silent' });
const router = createRouter({ manifests: [manifestOf('booking', 'booking')], offTopic: ['what is the weather like'] });
const questions = Array.from({ length: 50 }, (_, at) => `question ${at}`);

function watched(readAll: () => Promise<string[]>) {
  const seen = new SeenQuestions();
  let learned = (): void => undefined;
  const keeper = { router: () => router, onLearned: (told: () => void) => void (learned = told) };
  const watch = new WatchQuestions(keeper, { readAll }, seen, logger, () => Promise.resolve());
  return { seen, watch, learned: () => learned() };
}

describe('WatchQuestions', () => {
  it('looks at the latest questions when another router is in use', async () => {
    const { seen, watch, learned } = watched(() => Promise.resolve([...questions]));
    expect(seen.size).toBe(0);
    learned();
    await eventually(() => expect(seen.size).toBe(questions.length));
    watch.stop();
  });

  it('looks at nothing once it is stopped, and a log that cannot be read stops nobody', async () => {
    const { seen, watch } = watched(() => Promise.resolve([...questions]));
    const looking = watch.look();
    watch.stop();
    await looking;
    expect(seen.size).toBe(0);
    const failing = watched(() => Promise.reject(new Error('the database is away')));
    await expect(failing.watch.look()).resolves.toBeUndefined();
    failing.watch.stop();
  });
});
