import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MessageBus } from './message-bus.js';
import { hello, startMesh, type Mesh } from './testing/mesh.js';

let mesh: Mesh;
let listener: MessageBus;
beforeAll(async () => {
  mesh = await startMesh();
  listener = await mesh.join('gateway');
});
afterAll(() => mesh.stop());

/** What is heard until somebody says "end". */
const hearing = async () => {
  const heard: { text: string; service: string }[] = [];
  const end = Promise.withResolvers<void>();
  const stop = listener.onAnnouncement(hello, ({ text }, { service }) => {
    if (text === 'end') end.resolve();
    else heard.push({ text, service });
    if (text === 'break') throw new Error('a handler that breaks');
  });
  await listener.flush();
  return { heard, end: end.promise, stop };
};

describe('an announcement', () => {
  test('is heard from every service, with its name', async () => {
    const { heard, end, stop } = await hearing();
    const [booking, tech] = [await mesh.join('booking'), await mesh.join('tech')];
    expect(booking.announce(hello, { text: 'one' })).toEqual({ ok: true, value: undefined });
    await booking.flush();
    tech.announce(hello, { text: 'two' });
    tech.announce(hello, { text: 'end' });
    await end;
    expect(heard).toEqual([
      { text: 'one', service: 'booking' },
      { text: 'two', service: 'tech' },
    ]);
    stop();
  });

  test('is heard by the one who says it, too', async () => {
    const { end, stop } = await hearing();
    listener.announce(hello, { text: 'end' });
    await end;
    stop();
  });

  test('that is wrong, or from no service, or breaks its handler is left out and logged; the next one is heard', async () => {
    const { heard, end, stop } = await hearing();
    const before = mesh.log.entries.length;
    const raw = await mesh.stranger();
    raw.publish('club.booking.announce.hello.v1', 'no JSON');
    raw.publish('club.booking.announce.hello.v1', '{"text":1}');
    raw.publish('club.Booking!.announce.hello.v1', '{"text":"from no service"}');
    raw.publish('club.booking.announce.hello.v2', '{"text":"another version"}');
    raw.publish('club.booking.announce.hello.v1', '{"text":"break"}');
    raw.publish('club.booking.announce.hello.v1', '{"text":"end"}');
    await end;
    expect(heard).toEqual([{ text: 'break', service: 'booking' }]);
    expect(mesh.log.entries.slice(before).map(({ message }) => message)).toEqual(
      Array.from({ length: 4 }, () => 'An announcement was left out'),
    );
    stop();
  });

  test('is not heard after one has stopped listening', async () => {
    const first = await hearing();
    const second = await hearing();
    first.stop();
    listener.announce(hello, { text: 'late' });
    listener.announce(hello, { text: 'end' });
    await second.end;
    expect(first.heard).toEqual([]);
    expect(second.heard).toEqual([{ text: 'late', service: 'gateway' }]);
    second.stop();
  });
});
