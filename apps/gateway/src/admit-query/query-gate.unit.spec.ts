import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Call } from '#platform/messaging';
import type { QueryRecord } from '../record-query/query-record.js';
import type { Danger } from '../answer-query/decision.js';
import { QueryGate, type Knock, type TurnedAway } from './query-gate.js';

let now: number;
let delay: number;
beforeEach(() => {
  now = 0;
  delay = 0;
});

const key = 'Bearer of-somebody';

const danger = (certainty: Danger['certainty']): Danger => ({ certainty, kind: 'fire', likelihood: 0.5 });

const dangerSaid = (query: string): Danger | null => {
  if (query.includes('fire')) return danger('certain');
  return query.includes('smoke') ? danger('suspected') : null;
};

function gateOf(most: number, dangerIn = dangerSaid): QueryGate {
  const isKey = (authorization: string | undefined): boolean => authorization === key;
  return new QueryGate({ dangerIn, isKey, delayMs: () => delay }, { most, fewest: 32, targetMs: 400, now: () => now });
}

const knock = (body: unknown, authorization = key, waitedMs = 0): Knock => ({ body, authorization, waitedMs });
const knockOfStranger = (body: unknown): Knock => ({ body, authorization: undefined, waitedMs: 0 });
const ask = knock({ query: 'when do you open' });
const refused: TurnedAway = { suspicion: null };

/** @returns what is to be called when it is answered */
function letIn(entered: (() => void) | TurnedAway): () => void {
  if (typeof entered !== 'function') throw new Error('was turned away');
  return entered;
}

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
    const leave = letIn(gate.enter(ask));
    expect(gate.enter(ask)).toEqual(refused);
    leave();
    leave();
    expect(gate.statistics()).toEqual({ inFlight: 0, limit: 1, admitted: 1, urgent: 0, repeated: 0, refused: 1 });
    letIn(gate.enter(ask));
    expect(gate.statistics().inFlight).toBe(1);
  });

  it.each([{ query: ' the lobby is on fire ' }, { query: 'he fell', emergency: true }])(
    'lets in an emergency however many are inside, however late the process is, whoever it is: %j',
    (body) => {
      const gate = fullGate();
      delay = 1000;
      for (let more = 1; more <= 50; more += 1) letIn(gate.enter(knockOfStranger(body)));
      expect(gate.statistics()).toMatchObject({ inFlight: 51, urgent: 50, refused: 0 });
    },
  );

  it('turns away who waited to be heard for long, whatever room there is by now, but for an emergency', () => {
    const gate = gateOf(1000);
    const after = (query: string, waitedMs: number) => gate.enter(knock({ query }, key, waitedMs));
    letIn(after('when do you open', 20));
    expect(after('when do you open', 20.1)).toEqual(refused);
    letIn(after('is that smoke', 100));
    expect(after('is that smoke', 100.1)).toEqual({ suspicion: danger('suspected') });
    letIn(after('the lobby is on fire', 10_000));
    expect(gate.statistics()).toMatchObject({ admitted: 1, urgent: 2, refused: 2 });
  });

  it('says whether it is full', () => {
    const gate = gateOf(1);
    expect(gate.isFull).toBe(false);
    gate.enter(ask);
    expect(gate.isFull).toBe(true);
  });

  describe('of what may be an emergency', () => {
    const suspected = knock({ query: 'is that smoke' });

    it('lets in up to three times the limit, and turns the others away with what is suspected', () => {
      const gate = gateOf(3);
      for (let one = 1; one <= 3; one += 1) letIn(gate.enter(ask));
      for (let one = 1; one <= 6; one += 1) letIn(gate.enter(suspected));
      expect(gate.enter(suspected)).toEqual({ suspicion: danger('suspected') });
      expect(gate.statistics()).toMatchObject({ inFlight: 9, admitted: 3, urgent: 6, refused: 1 });
    });

    it('tells a stranger nothing of it: what comes with the refusal is not for everybody', () => {
      const gate = gateOf(1);
      for (let one = 1; one <= 3; one += 1) letIn(gate.enter(suspected));
      expect(gate.enter(knockOfStranger({ query: 'is that smoke' }))).toEqual(refused);
    });

    it('asks nobody twice who said that it is none', () => {
      expect(fullGate().enter(knock({ query: 'is that smoke', emergency: false }))).toEqual(refused);
    });

    it('lets in an emergency whatever its asker said', () => {
      letIn(fullGate().enter(knock({ query: 'the lobby is on fire', emergency: false })));
    });
  });

  it.each([undefined, null, 'on fire', 7, {}, { query: 7 }, { query: `fire ${'x'.repeat(2000)}` }])(
    'turns away what is no question at all: %#',
    (body) => {
      expect(fullGate().enter(knock(body))).toEqual(refused);
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
    expect(gate.check(ask)).toBeNull();
    expect(gate.statistics()).toMatchObject({ inFlight: 0, admitted: 1 });
    gate.enter(ask);
    expect(gate.check(ask)).toEqual(refused);
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
    letIn(gate.enter(knock(body)));
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
    expect((await gateThatAnswered('memory')).enter(knock(body))).toEqual(refused);
  });

  it('is turned away where the answer had to be made', async () => {
    expect((await gateThatAnswered(null)).enter(knock(asked))).toEqual(refused);
  });

  it('is turned away while the process does not keep up', async () => {
    const gate = await gateThatAnswered('memory');
    delay = 21;
    expect(gate.enter(knock(asked))).toEqual(refused);
    delay = 20;
    letIn(gate.enter(knock(asked)));
  });

  it('is not told from others to whoever has no key', async () => {
    const gate = await gateThatAnswered('memory');
    expect(gate.enter(knockOfStranger(asked))).toEqual(refused);
    expect(gate.enter(knock(asked, 'Bearer of-nobody'))).toEqual(refused);
  });

  it('is not kept for ever, nor where it is long', async () => {
    const gate = fullGate();
    const long = { ...asked, query: 'x'.repeat(201) };
    await answer(gate, { cache: 'memory', ask: long });
    expect(gate.enter(knock(long))).toEqual(refused);
    await answer(gate, { cache: 'memory', ask: asked });
    for (let one = 0; one < 5000; one += 1)
      await answer(gate, { cache: 'memory', ask: { ...asked, query: `q${one}` } });
    expect(gate.enter(knock(asked))).toEqual(refused);
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
