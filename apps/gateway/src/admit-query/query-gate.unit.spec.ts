import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Call } from '#platform/messaging';
import type { QueryRecord } from '../record-query/query-record.js';
import { QueryGate, type Knock } from './query-gate.js';

let now: number;
let delay: number;
beforeEach(() => {
  now = 0;
  delay = 0;
});

const key = 'Bearer of-somebody';

function gateOf(most: number, mayBeEmergency = (query: string): boolean => query.includes('fire')): QueryGate {
  const isKey = (authorization: string | undefined): boolean => authorization === key;
  return new QueryGate(
    { mayBeEmergency, isKey, delayMs: () => delay },
    { most, fewest: 32, targetMs: 400, now: () => now },
  );
}

const knock = (body: unknown, authorization = key): Knock => ({ body, authorization });
const knockOfStranger = (body: unknown): Knock => ({ body, authorization: undefined });
const ask = knock({ query: 'when do you open' });

/** One that is full. */
function fullGate(): QueryGate {
  const gate = gateOf(1);
  gate.enter(ask);
  return gate;
}

/** Has the gate see an answer. */
function answer(gate: QueryGate, record: object, tookMs = 0): Promise<boolean> {
  const recorder = {
    record: () => {
      now += tookMs;
      return Promise.resolve(true);
    },
  };
  const whole = { timings: {}, cache: null, ask: { query: 'q', asker: 'staff' }, ...record } as unknown as QueryRecord;
  return gate.watching(recorder).record(whole, {} as Call);
}

describe('QueryGate', () => {
  it('turns away what is beyond the limit, until somebody left', () => {
    const gate = gateOf(1);
    const leave = gate.enter(ask)!;
    expect(gate.enter(ask)).toBeNull();
    leave();
    leave();
    expect(gate.statistics()).toEqual({ inFlight: 0, limit: 1, admitted: 1, urgent: 0, repeated: 0, refused: 1 });
    expect(gate.enter(ask)).not.toBeNull();
    expect(gate.statistics().inFlight).toBe(1);
  });

  it.each([{ query: ' the lobby is on fire ' }, { query: 'he fell', emergency: true }])(
    'lets in what may be an emergency however many are inside, however late the process is, whoever it is: %j',
    (body) => {
      const gate = fullGate();
      delay = 1000;
      expect(gate.enter(knockOfStranger(body))).not.toBeNull();
      expect(gate.statistics()).toMatchObject({ inFlight: 2, urgent: 1, refused: 0 });
    },
  );

  it.each([undefined, null, 'on fire', 7, {}, { query: 7 }, { query: `fire ${'x'.repeat(2000)}` }])(
    'turns away what is no question at all: %#',
    (body) => {
      expect(fullGate().enter(knock(body))).toBeNull();
    },
  );

  it('does not look for emergencies while there is room', () => {
    const gate = gateOf(1, () => {
      throw new Error('looked');
    });
    expect(() => gate.enter(ask)).not.toThrow();
    expect(() => gate.enter(ask)).toThrow('looked');
  });

  it('checks what is counted elsewhere without counting it', () => {
    const gate = gateOf(1);
    expect(gate.check(ask)).toBe(true);
    expect(gate.statistics()).toMatchObject({ inFlight: 0, admitted: 1 });
    gate.enter(ask);
    expect(gate.check(ask)).toBe(false);
  });

  it('says that it turns away for a while after it did', () => {
    const gate = fullGate();
    expect(() => gate.mustLetIn()).not.toThrow();
    gate.enter(ask);
    expect(() => gate.mustLetIn()).toThrow('1 questions');
    now += 5000;
    expect(() => gate.mustLetIn()).not.toThrow();
  });
});

describe('a question that was answered from memory lately', () => {
  const withoutAsker = { query: 'when do you open', site: 'mill' };
  const asked = { ...withoutAsker, asker: 'staff' };

  async function gateThatAnswered(cache: 'memory' | null): Promise<QueryGate> {
    const gate = fullGate();
    await answer(gate, { cache, ask: asked });
    return gate;
  }

  it.each([asked, withoutAsker, { ...asked, query: '  when do you open ' }])('is let in: %j', async (body) => {
    const gate = await gateThatAnswered('memory');
    expect(gate.enter(knock(body))).not.toBeNull();
    expect(gate.statistics()).toMatchObject({ repeated: 1, refused: 0 });
  });

  it.each([
    { ...asked, site: 'harbor' },
    { ...asked, site: 7 },
    { ...asked, asker: 'member' },
    { ...asked, asker: 'nobody' },
    { ...asked, query: 'when do you close' },
    { ...asked, conversationId: 'c1' },
    { ...asked, assistant: 'tech' },
  ])('is another one elsewhere, by others, or in another conversation: %j', async (body) => {
    expect((await gateThatAnswered('memory')).enter(knock(body))).toBeNull();
  });

  it('is turned away where the answer had to be made', async () => {
    expect((await gateThatAnswered(null)).enter(knock(asked))).toBeNull();
  });

  it('is turned away while the process does not keep up', async () => {
    const gate = await gateThatAnswered('memory');
    delay = 21;
    expect(gate.enter(knock(asked))).toBeNull();
    delay = 20;
    expect(gate.enter(knock(asked))).not.toBeNull();
  });

  it('is not told from others to whoever has no key', async () => {
    const gate = await gateThatAnswered('memory');
    expect(gate.enter(knockOfStranger(asked))).toBeNull();
    expect(gate.enter(knock(asked, 'Bearer of-nobody'))).toBeNull();
  });

  it('is not kept for ever, nor where it is long', async () => {
    const gate = fullGate();
    const long = { ...asked, query: 'x'.repeat(201) };
    await answer(gate, { cache: 'memory', ask: long });
    expect(gate.enter(knock(long))).toBeNull();
    await answer(gate, { cache: 'memory', ask: asked });
    for (let one = 0; one < 5000; one += 1)
      await answer(gate, { cache: 'memory', ask: { ...asked, query: `q${one}` } });
    expect(gate.enter(knock(asked))).toBeNull();
  });
});

describe('how many are let in', () => {
  const answers = async (gate: QueryGate, record: object): Promise<void> => {
    for (let one = 0; one < 6; one += 1) await answer(gate, record, 300);
  };

  it('goes by what answers took with their record, without the time of a model', async () => {
    const gate = gateOf(1000);
    for (let one = 0; one < 60; one += 1) gate.enter(ask);
    await answers(gate, { timings: { total: 5000, compose: 4950 } });
    expect(gate.statistics().limit).toBe(64);
    await answers(gate, { timings: { total: 5000, compose: 4600 } });
    expect(gate.statistics().limit).toBe(34);
  });

  it('does not go by answers from memory', async () => {
    const gate = gateOf(1000);
    for (let one = 0; one < 60; one += 1) gate.enter(ask);
    await answers(gate, { cache: 'memory', timings: { total: 5000 } });
    expect(gate.statistics().limit).toBe(64);
  });

  it('goes by how late the process is', async () => {
    const gate = gateOf(1000);
    for (let one = 0; one < 60; one += 1) gate.enter(ask);
    delay = 25;
    await answers(gate, { timings: { total: 10 } });
    expect(gate.statistics().limit).toBe(48);
  });
});
