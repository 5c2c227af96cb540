import { describe, expect, it } from '@jest/globals';
import { createLogger } from '#platform/logging';
import { eventually } from '#testing';
import { hashOfManifest } from './manifest-store.js';
import type { SemanticModelJson } from '#routing';
import type { RouterModels } from './router-models.js';
import { RouterKeeper } from './router-keeper.js';
import { manifestOf } from '../test-gateway.js';

const logger = createLogger({ service: 'test', instance: 'spec', level: 'silent' });
const memoryModels = (kept: SemanticModelJson[] = []): RouterModels => ({
  load: (fingerprint) => Promise.resolve(kept.find((model) => model.fingerprint === fingerprint)),
  save: (model) => Promise.resolve(void kept.unshift(model)),
});
const withHash = (manifest: ReturnType<typeof manifestOf>) => ({ manifest, hash: hashOfManifest(manifest) });

describe('RouterKeeper', () => {
  it('refuses to route before it has learned, and routes after', async () => {
    const keeper = new RouterKeeper({ offTopic: ['what is the weather like'] }, logger, memoryModels());
    expect(() => keeper.route('cancel the booking')).toThrow('still learning');
    expect(keeper.route('there is a fire in bay 2').emergency).toMatchObject({ kind: 'fire' });
    keeper.learn([withHash(manifestOf('booking', 'booking')), withHash(manifestOf('tech', 'projector'))]);
    await eventually(() => expect(keeper.route('cancel the booking').assistant).toBe('booking'));
  });

  it('an example that a newcomer claims stays with the assistant that had it, and both are routed to', async () => {
    const keeper = new RouterKeeper({ offTopic: ['what is the weather like'] }, logger, memoryModels());
    const booking = withHash(manifestOf('booking', 'booking'));
    keeper.learn([booking]);
    await eventually(() => expect(keeper.knows(booking.hash)).toBe(true));
    const examples = [...manifestOf('a-thief', 'sauna').examples, 'cancel the booking'];
    const thief = withHash(manifestOf('a-thief', 'sauna', { examples }));
    keeper.learn([thief, booking]);
    await eventually(() => expect(keeper.knows(thief.hash)).toBe(true));
    expect(keeper.route('cancel the booking').assistant).toBe('booking');
    expect(keeper.route('what does it cost to have a sauna').assistant).toBe('a-thief');
    expect(() => keeper.checkNewest()).not.toThrow();
  });

  it('goes on with the last good router when the newest assistants cannot be learned, and says so', async () => {
    const keeper = new RouterKeeper({ offTopic: ['what is the weather like'] }, logger, memoryModels());
    const booking = withHash(manifestOf('booking', 'booking'));
    keeper.learn([booking]);
    await eventually(() => expect(keeper.knows(booking.hash)).toBe(true));
    keeper.learn([booking, { ...withHash(manifestOf('booking', 'sauna')), hash: 'another' }]);
    await eventually(() => expect(() => keeper.checkNewest()).toThrow('booking'));
    expect(keeper.route('cancel the booking').assistant).toBe('booking');
    expect(keeper.knows('another')).toBe(false);
  });

  it('keeps what it learned, and takes it up instead of learning again', async () => {
    const kept: SemanticModelJson[] = [];
    const assistants = [withHash(manifestOf('booking', 'booking')), withHash(manifestOf('tech', 'projector'))];
    for (let start = 0; start < 2; start += 1) {
      const keeper = new RouterKeeper({ offTopic: ['what is the weather like'] }, logger, memoryModels(kept));
      keeper.learn(assistants);
      await eventually(() => expect(keeper.route('cancel the booking').assistant).toBe('booking'));
      expect(kept).toHaveLength(1);
    }
  });
});
