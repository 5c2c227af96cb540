import { describe, expect, it } from '@jest/globals';
import { Generations, type Claims } from './generations.js';

/** Claims that two gateways share. */
function sharedClaims() {
  const claimed = new Map<string, string>();
  const gateways: Generations[] = [];
  const claimsOf = (holder: string): Claims => ({
    claim: (key) => {
      if (claimed.has(key)) return Promise.resolve(false);
      claimed.set(key, holder);
      return Promise.resolve(true);
    },
    release: (key) => {
      if (claimed.get(key) === holder) claimed.delete(key);
      return Promise.resolve();
    },
    announce: (key) => gateways.forEach((gateway) => gateway.heard(key)),
  });
  const open = (holder: string): Generations => {
    const gateway = new Generations(claimsOf(holder));
    gateways.push(gateway);
    return gateway;
  };
  return { claimed, open };
}

const long = 60_000;
const neither = { turn: null, shared: null };
const kept = Promise.resolve();

describe('generations', () => {
  it('are one at a time for a key, in one gateway and across two', async () => {
    const { open } = sharedClaims();
    const [one, two] = [open('one'), open('two')];
    const { turn } = await one.begin('k', long);
    expect(turn).not.toBeNull();
    const waiting = [one.begin('k', long), two.begin('k', long), two.begin('k', long)];
    expect((await one.begin('other', long)).turn).not.toBeNull();
    turn!.end(null, kept);
    expect(await Promise.all(waiting)).toEqual([neither, neither, neither]);
    expect((await two.begin('k', long)).turn).not.toBeNull();
    expect([one.statistics(), two.statistics()]).toEqual([
      { begun: 2, waited: 1, unclaimed: 0 },
      { begun: 1, waited: 2, unclaimed: 0 },
    ]);
  });

  it('give those who wait in the same gateway the answer of that moment, kept or not', async () => {
    const { open } = sharedClaims();
    const one = open('one');
    const { turn } = await one.begin('k', long);
    const waiting = one.begin('k', long);
    const shared = { answerId: 'a', parts: [] };
    turn!.end(shared, new Promise(() => undefined));
    expect(await waiting).toEqual({ turn: null, shared });
  });

  it('of somebody who never ends are waited for no longer than the asker can', async () => {
    const { claimed, open } = sharedClaims();
    claimed.set('k', 'a gateway that died');
    const two = open('two');
    expect(await two.begin('k', 1)).toEqual(neither);
    two.beside().end(null, kept);
    expect(two.statistics()).toEqual({ begun: 1, waited: 1, unclaimed: 0 });
  });

  it('are waited for no longer than the asker stays', async () => {
    const { open } = sharedClaims();
    const one = open('one');
    await one.begin('k', long);
    const left = new AbortController();
    const waiting = one.begin('k', long, left.signal);
    left.abort();
    expect(await waiting).toEqual(neither);
    expect(await one.begin('k', long, left.signal)).toEqual(neither);
  });

  it('go on in each gateway for itself where nothing can be claimed, and that is counted', async () => {
    const away: Claims = {
      claim: () => Promise.reject(new Error('Redis is away.')),
      release: () => Promise.reject(new Error('Redis is away.')),
      announce: () => undefined,
    };
    const gateway = new Generations(away);
    const { turn } = await gateway.begin('k', long);
    const waiting = gateway.begin('k', long);
    turn!.end(null, kept);
    expect(await waiting).toEqual(neither);
    expect(gateway.statistics()).toEqual({ begun: 1, waited: 1, unclaimed: 1 });
  });

  it('are announced as over once the answer can be found, even where the claim cannot be released', async () => {
    const heard = Promise.withResolvers<string>();
    const found = Promise.withResolvers<void>();
    let isFound = false;
    const gateway = new Generations({
      claim: () => Promise.resolve(true),
      release: () => Promise.reject(new Error('Redis went away.')),
      announce: (key) => heard.resolve(`${key} ${String(isFound)}`),
    });
    (await gateway.begin('k', long)).turn!.end(null, found.promise);
    await new Promise(setImmediate);
    isFound = true;
    found.resolve();
    expect(await heard.promise).toBe('k true');
  });
});
