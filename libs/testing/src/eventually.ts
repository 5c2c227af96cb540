import { setTimeout as pause } from 'node:timers/promises';

/**
 * Repeats an assertion until it holds, and gives what it returned.
 * @param within milliseconds until it must hold; a minute unless told, so that no machine is too busy for it
 * @throws the last failure of the assertion, with how long it was waited for, when it never held
 */
export async function eventually<T>(assertion: () => T | Promise<T>, { within = 60_000, every = 20 } = {}): Promise<T> {
  const until = Date.now() + within;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() >= until) throw neverHeld(error, within);
    }
    await pause(every);
  }
}

function neverHeld(error: unknown, within: number): Error {
  const reason = error instanceof Error ? error : new Error(String(error));
  reason.message = `It did not come true within ${within} ms. ${reason.message}`;
  return reason;
}
