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

  it('an example that two claim belongs to the same one, whoever came first, and both are routed to', async () => {
    const booking = withHash(manifestOf('booking', 'booking'));
    const examples = [...manifestOf('a-thief', 'sauna').examples, 'cancel the booking'];
    const thief = withHash(manifestOf('a-thief', 'sauna', { examples }));
    const nearest: unknown[] = [];
    for (const order of [[booking, thief], [thief, booking], [thief]]) {
      const keeper = new RouterKeeper({ offTopic: ['what is the weather like'] }, logger, memoryModels());
      keeper.learn(order.slice(0, 1));
      await eventually(() => expect(keeper.knows(order[0]!.hash)).toBe(true));
      keeper.learn([booking, thief]);
      await eventually(() => expect([keeper.knows(thief.hash), keeper.knows(booking.hash)]).toEqual([true, true]));
      nearest.push(keeper.router().route('cancel the booking').nearest[0]!.assistant);
      expect(keeper.route('what does it cost to have a sauna').assistant).toBe('a-thief');
      expect(keeper.leftOut('booking')).toMatchObject({ examples: [{ belongsTo: 'a-thief' }], whole: false });
      expect(keeper.leftOut('a-thief')).toBeNull();
    }
    expect(nearest).toEqual(['a-thief', 'a-thief', 'a-thief']);
  });

  it('an assistant of which every example is claimed keeps no router from being learned', async () => {
    const keeper = new RouterKeeper({ offTopic: ['what is the weather like'] }, logger, memoryModels());
    const booking = withHash(manifestOf('booking', 'booking'));
    const copy = withHash({ ...manifestOf('copy', 'booking'), keywords: [] });
    keeper.learn([booking, copy]);
    await eventually(() => expect(keeper.knows(booking.hash)).toBe(true));
    expect(keeper.knows(copy.hash)).toBe(false);
    expect(keeper.leftOut('copy')).toMatchObject({ whole: true });
    expect(keeper.route('cancel the booking').assistant).toBe('booking');
    expect(() => keeper.checkNewest()).not.toThrow();
  });

  describe('taught from use', () => {
    const booking = manifestOf('booking', 'booking');
    const tech = manifestOf('tech', 'projector');
    const questions = [
      { text: 'cancel the booking', label: 'booking' },
      { text: 'tell me about the projector', label: 'tech' },
    ];
    const unicycles = [
      'where do i leave my unicycle',
      'is my unicycle safe',
      'unicycle racks please',
      'the unicycle again',
    ];
    const assistants = (fromUse: readonly string[], tag = '') =>
      [
        { ...booking, fromUse },
        { ...tech, fromUse: [] },
      ].map((manifest) => ({ manifest, hash: hashOfManifest(manifest.id === 'tech' ? tech : booking) + tag }));
    /** The keeper knows the assistants before it is taught what people said: that it is done is in its log alone. */
    const taught = async (fromUse: readonly string[], labeled: typeof questions, models = memoryModels()) => {
      const log: string[] = [];
      const destination = { write: (line: string) => void log.push(line) };
      const logged = createLogger({ service: 'test', instance: 'spec', level: 'info', destination });
      const keeper = new RouterKeeper({ offTopic: ['what is the weather like'] }, logged, models, labeled);
      const learned = (times: number): Promise<void> =>
        eventually(() => expect(log.filter((line) => line.includes('router learned'))).toHaveLength(times));
      keeper.learn(assistants([], 'before'));
      await learned(1);
      keeper.learn(assistants(fromUse));
      await learned(2);
      expect(keeper.knows(assistants([])[0]!.hash)).toBe(true);
      return keeper;
    };

    it('routes by what people said, and quotes nobody', async () => {
      const keeper = await taught(unicycles, questions);
      const routed = keeper.route('where do I leave my unicycle?');
      expect([routed.assistant, keeper.problemOfUse()]).toEqual(['booking', null]);
      expect(routed.route.reasons.join()).toContain('a question that people took to booking');
      expect(routed.route.reasons.join()).not.toContain('unicycle');
    });

    it('goes without it where the labeled questions lose by it, and says so', async () => {
      const labeled = [...questions, { text: 'where do I leave my unicycle', label: 'none' }];
      const keeper = await taught(unicycles, labeled);
      expect(keeper.route('where do I leave my unicycle').assistant).toBeNull();
      expect(keeper.problemOfUse()).toContain('2 of 3 labeled questions');
    });

    it('is not, where there is nothing to hold it against', async () => {
      const keeper = await taught(unicycles, []);
      expect(keeper.route('where do I leave my unicycle').assistant).toBeNull();
      expect(keeper.problemOfUse()).toContain('no labeled questions');
    });

    it('gives way to an example of another assistant', async () => {
      const keeper = await taught(['tell me about the projector'], questions);
      expect(keeper.router().route('tell me about the projector').nearest[0]).toMatchObject({ assistant: 'tech' });
    });
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
