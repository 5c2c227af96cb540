import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '#contracts';
import { err, failure, FailureError, ok, type Result } from '#kernel';
import { Announcer } from './announcer.js';

const manifest = { id: 'tech', version: '1.0.0', examples: ['one', 'two'], keywords: [] } as unknown as Manifest;
const tooLarge = err(failure('payload-too-large', 'It is larger than the bus carries.'));

/** An announcer on a bus that carries what `carries` says. */
function open(carries: { now: Result<undefined> }) {
  const logged: string[] = [];
  const heard = { roll: (): void => undefined };
  const bus = {
    identity: { instance: 'one' },
    announce: () => carries.now,
    onAnnouncement: (_: unknown, handler: () => void) => {
      heard.roll = handler;
      return () => undefined;
    },
    onStatus: () => () => undefined,
  };
  const log = (_: unknown, message: string): void => void logged.push(message);
  const announcer = new Announcer(bus as never, { manifest, composer: 'c' }, { warn: log, error: log } as never);
  return { announcer, heard, logged };
}

describe('a manifest that the bus does not carry', () => {
  it('ends the start, and says how large it is and what to do', () => {
    const { announcer } = open({ now: tooLarge });
    expect(() => announcer.start()).toThrow(FailureError);
    expect(() => announcer.check()).toThrow(
      /^The manifest of tech takes \d+ bytes with 2 examples and 0 keywords, and the bus carries less in one message: give it fewer or shorter examples, or set max_payload/,
    );
  });

  it('takes an assistant out of rotation when a broker comes that carries less, and back when one comes that does', () => {
    const carries: { now: Result<undefined> } = { now: ok(undefined) };
    const { announcer, heard, logged } = open(carries);
    announcer.start();
    announcer.check();
    carries.now = tooLarge;
    heard.roll();
    expect(() => announcer.check()).toThrow(FailureError);
    expect(logged).toEqual(['No gateway can hear of this assistant']);
    carries.now = ok(undefined);
    heard.roll();
    announcer.check();
    announcer.leave();
  });

  it('is no matter of a bus that is away', () => {
    const { announcer, logged } = open({ now: err(failure('unavailable', 'The bus is away.')) });
    announcer.start();
    announcer.check();
    expect(logged).toEqual(['The manifest could not be announced; it is when the bus is back']);
    announcer.leave();
  });
});
