import { describe, expect, test } from '@jest/globals';
import { parseSettings, type BusSettings } from './settings.js';

const settings = (changes: Partial<BusSettings> = {}): BusSettings => ({
  url: 'nats://127.0.0.1:4222',
  service: 'booking',
  instance: 'booking-0',
  principalSecret: 'x'.repeat(32),
  ...changes,
});

describe('the settings of a bus', () => {
  test.each([
    ['nats://127.0.0.1:4222', ['nats://127.0.0.1:4222']],
    ['127.0.0.1:4222', ['nats://127.0.0.1:4222']],
    ['nats://a:1, nats://b:2', ['nats://a:1', 'nats://b:2']],
    ['tls://[::1]:4222', ['tls://[::1]:4222']],
  ])('%j are the servers %j', (url, servers) => {
    expect(parseSettings(settings({ url })).servers).toEqual(servers);
  });

  test('a user in the url is taken out of it', () => {
    const parsed = parseSettings(settings({ url: 'nats://booking:p%40ss@a:1' }));
    expect(parsed.servers).toEqual(['nats://a:1']);
    expect(parsed.credentials?.()).toEqual({ user: 'booking', password: 'p@ss' });
  });

  test('credentials that are given win', () => {
    const parsed = parseSettings(
      settings({ url: 'nats://a:b@c:1', credentials: () => ({ user: 'x', password: 'y' }) }),
    );
    expect(parsed.credentials?.()).toEqual({ user: 'x', password: 'y' });
  });

  test('what is not given has a default', () => {
    const { reconnect, limits } = parseSettings(settings({ reconnect: { waitMs: 1 }, limits: { pending: 2 } }));
    expect(reconnect).toMatchObject({ waitMs: 1, jitterMs: 250 });
    expect(limits).toMatchObject({ pending: 2, bufferedParts: 4_096 });
  });

  test.each([{ service: 'a.b' }, { service: '*' }, { instance: '' }, { instance: 'Pod 1' }])(
    '%j is refused',
    (changes) => {
      expect(() => parseSettings(settings(changes))).toThrow(RangeError);
    },
  );
});
