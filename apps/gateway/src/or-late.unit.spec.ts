import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { nextTurn } from '#kernel';
import { late, orLate } from './or-late.js';

function block(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe('something that may be late', () => {
  it('is what it comes to, or late', async () => {
    expect(await orLate(Promise.resolve('there'), 1000)).toBe('there');
    expect(await orLate(new Promise(() => undefined), 1)).toBe(late);
    await expect(orLate(Promise.reject(new Error('away')), 1000)).rejects.toThrow('away');
  });

  it('is not late where it had arrived, and only this process had not looked', async () => {
    const { port1, port2 } = new MessageChannel();
    const arriving = once(port1, 'message').then(() => 'there');
    // In the turn after an immediate, timers come first.
    await nextTurn();
    const outcome = orLate(arriving, 1);
    port2.postMessage('there');
    block(10);
    expect(await outcome).toBe('there');
    port1.close();
  });
});
