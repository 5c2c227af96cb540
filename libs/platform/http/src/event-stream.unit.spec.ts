import { expect, test } from '@jest/globals';
import { eventFrame, heartbeatFrame } from './event-stream.js';

test('an event has its id and retry before its name and data, and ends with an empty line', () => {
  expect(eventFrame({ id: 'a.1', retryMs: 1000, event: 'text-delta', data: '{"text":"one\\ntwo"}' })).toBe(
    'id: a.1\nretry: 1000\nevent: text-delta\ndata: {"text":"one\\ntwo"}\n\n',
  );
  expect(eventFrame({ event: 'reconnect', data: '{}' })).toBe('event: reconnect\ndata: {}\n\n');
});

test('a heartbeat is a comment', () => {
  expect(heartbeatFrame).toMatch(/^:.*\n\n$/);
});
