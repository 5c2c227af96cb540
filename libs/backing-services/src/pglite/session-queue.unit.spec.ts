import { expect, test } from '@jest/globals';
import { SessionQueue, simpleQuery, type Batch, type Engine } from './session-queue.js';

/** A session that only knows `BEGIN`, and `COMMIT` or `ROLLBACK`, and remembers in which order it was asked. */
class FakeSession implements Engine {
  readonly asked: string[] = [];
  private open = false;

  execute(batch: Uint8Array, onData: (data: Uint8Array) => void): Promise<void> {
    const text = Buffer.from(batch)
      .toString('latin1')
      .replaceAll(/[^\x20-\x7e]/g, ' ');
    this.asked.push(text);
    if (text.includes('BEGIN')) this.open = true;
    if (/COMMIT|ROLLBACK/.test(text)) this.open = false;
    onData(Buffer.from(`done ${this.asked.length}`));
    return Promise.resolve();
  }

  inTransaction(): boolean {
    return this.open;
  }
}

const never = (error: unknown): never => {
  throw new Error(`Nobody expected ${String(error)}`);
};

function ask(queue: SessionQueue, client: object, sql: string, whole = true): Promise<string> {
  return new Promise((resolve) => {
    const batch: Batch = { bytes: simpleQuery(sql), whole, onReply: (reply) => resolve(reply.toString()) };
    queue.add(client, batch);
  });
}

test('a transaction keeps the session until it ends', async () => {
  const session = new FakeSession();
  const queue = new SessionQueue(session, { holdMs: 60_000, onHeldTooLong: never, onBroken: never });
  const [one, other] = [{}, {}];
  await ask(queue, one, 'BEGIN');
  const waiting = ask(queue, other, 'other');
  await ask(queue, one, 'first');
  await ask(queue, one, 'COMMIT');
  expect(await waiting).toBe('done 4');
  expect(session.asked.map((text) => text.replaceAll(/\W|^Q/g, ' ').trim())).toEqual([
    'BEGIN',
    'first',
    'COMMIT',
    'other',
  ]);
});

test('an unfinished batch keeps the session, too', async () => {
  const session = new FakeSession();
  const queue = new SessionQueue(session, { holdMs: 60_000, onHeldTooLong: never, onBroken: never });
  const [one, other] = [{}, {}];
  await ask(queue, one, 'part', false);
  const waiting = ask(queue, other, 'other');
  expect(await ask(queue, one, 'rest')).toBe('done 2');
  expect(await waiting).toBe('done 3');
});

test('whoever leaves inside a transaction has it rolled back, and the next one works', async () => {
  const session = new FakeSession();
  const queue = new SessionQueue(session, { holdMs: 60_000, onHeldTooLong: never, onBroken: never });
  const [one, other] = [{}, {}];
  await ask(queue, one, 'BEGIN');
  const waiting = ask(queue, other, 'other');
  queue.leave(one, Buffer.alloc(0));
  await waiting;
  expect(session.asked[1]).toContain('ROLLBACK');
  expect(session.asked[2]).toContain('other');
});

test('whoever holds the session without a word is named', async () => {
  const held = Promise.withResolvers<object>();
  const queue = new SessionQueue(new FakeSession(), { holdMs: 1, onHeldTooLong: held.resolve, onBroken: never });
  const client = {};
  await ask(queue, client, 'BEGIN');
  expect(await held.promise).toBe(client);
});

test('a session that fails is reported', async () => {
  const broken = Promise.withResolvers<unknown>();
  const engine = { execute: () => Promise.reject(new Error('out of memory')), inTransaction: () => false };
  const queue = new SessionQueue(engine, { holdMs: 60_000, onHeldTooLong: never, onBroken: broken.resolve });
  queue.add({}, { bytes: simpleQuery('any'), whole: true, onReply: () => undefined });
  expect(await broken.promise).toEqual(new Error('out of memory'));
});
