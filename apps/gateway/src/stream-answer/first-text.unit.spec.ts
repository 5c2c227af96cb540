import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { QueryStreamPart } from '#contracts';
import { AnswerLog } from './answer-log.js';
import { EventConnection } from './event-connection.js';

/** A socket that takes everything at once. */
class Raw extends EventEmitter {
  readonly written: string[] = [];
  headersSent = false;
  closed = false;
  destroyed = false;

  writeHead(): void {
    this.headersSent = true;
  }

  write(text: string): boolean {
    this.written.push(text);
    return true;
  }
}

const start = { type: 'answer-start' } as QueryStreamPart;
const text = (said: string): QueryStreamPart => ({ type: 'text-delta', text: said });

/** Everything that waits for no timer, no I/O and no turn of the event loop. */
const microtasks = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

describe('the first text of an answer', () => {
  let raw: Raw;
  let log: AnswerLog;
  let connection: EventConnection;

  beforeEach(() => {
    // None of them is ever advanced: whoever waits for one waits for ever.
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    raw = new Raw();
    log = new AnswerLog('answer');
    connection = new EventConnection({ raw, hijack: () => undefined } as unknown as FastifyReply, {
      heartbeatMs: 5000,
      patienceMs: 5000,
    });
  });
  afterEach(() => void jest.useRealTimers());

  const said = (): string => raw.written.join('');

  it('is written without waiting for a timer, whatever came just before it', async () => {
    void connection.pass(log, 0);
    log.append(start);
    await microtasks();
    log.append(text('You'));
    await microtasks();
    expect(said()).toContain('"text":"You"');
  });

  it('is written at once where it is there already', async () => {
    log.append(start);
    log.append(text('You'));
    void connection.pass(log, 0);
    await microtasks();
    expect(said()).toContain('"text":"You"');
  });

  it('is what waits for nothing: the next of a burst is paced', async () => {
    void connection.pass(log, 0);
    log.append(start);
    await microtasks();
    log.append(text('You'));
    log.append(text(' can'));
    await microtasks();
    expect(said()).toContain('"text":"You"');
    expect(said()).not.toContain('"text":" can"');
    jest.advanceTimersByTime(30);
    await microtasks();
    expect(said()).toContain('"text":" can"');
  });
});
