import { describe, expect, it } from '@jest/globals';
import type { Call } from '#platform/messaging';
import type { QueryRecord } from '../record-query/query-record.js';
import { QueryGate } from './query-gate.js';

const gateOf = (most: number, now: () => number = () => 0): QueryGate =>
  new QueryGate((query) => query.includes('fire'), { most, targetMs: 400, now });

const ask = { query: 'when do you open' };

describe('QueryGate', () => {
  it('turns away what is beyond the limit, to be asked again', () => {
    const gate = gateOf(1);
    const leave = gate.enter(ask);
    expect(() => gate.enter(ask)).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'overloaded', retryable: true }) }),
    );
    leave();
    leave();
    expect(gate.statistics()).toEqual({ inFlight: 0, limit: 1, admitted: 1, urgent: 0, refused: 1 });
    gate.enter(ask);
    expect(gate.statistics().inFlight).toBe(1);
  });

  it.each([{ query: ' the lobby is on fire ' }, { query: 'he fell', emergency: true }])(
    'lets in what may be an emergency however many are inside: %j',
    (body) => {
      const gate = gateOf(1);
      gate.enter(ask);
      gate.enter(body);
      expect(gate.statistics()).toMatchObject({ inFlight: 2, urgent: 1, refused: 0 });
    },
  );

  it.each([undefined, null, 'on fire', 7, {}, { query: 7 }, { query: `fire ${'x'.repeat(2000)}` }])(
    'turns away what is no question at all: %#',
    (body) => {
      const gate = gateOf(1);
      gate.enter(ask);
      expect(() => gate.enter(body)).toThrow();
    },
  );

  it('does not look for emergencies while there is room', () => {
    const gate = new QueryGate(
      () => {
        throw new Error('looked');
      },
      { most: 1, targetMs: 400 },
    );
    expect(() => gate.enter(ask)).not.toThrow();
    expect(() => gate.enter(ask)).toThrow('looked');
  });

  it('checks what is counted elsewhere without counting it', () => {
    const gate = gateOf(1);
    gate.check(ask);
    expect(gate.statistics()).toMatchObject({ inFlight: 0, admitted: 1 });
    gate.enter(ask);
    expect(() => gate.check(ask)).toThrow();
  });

  it('goes by what answers took with their record, without the time of a model', async () => {
    let now = 0;
    const gate = gateOf(1000, () => now);
    const slow = gate.watching({
      record: () => {
        now += 300;
        return Promise.resolve(true);
      },
    });
    const record = (timings: Record<string, number>) => slow.record({ timings } as unknown as QueryRecord, {} as Call);
    for (let one = 0; one < 6; one += 1) await record({ total: 5000, compose: 4950 });
    expect(gate.statistics().limit).toBe(256);
    for (let one = 0; one < 6; one += 1) await record({ total: 5000, compose: 10 });
    expect(gate.statistics().limit).toBe(32);
  });

  it('says that it turns away for a while after it did', () => {
    let now = 0;
    const gate = gateOf(1, () => now);
    gate.enter(ask);
    expect(() => gate.mustLetIn()).not.toThrow();
    expect(() => gate.enter(ask)).toThrow();
    expect(() => gate.mustLetIn()).toThrow('1 questions');
    now += 5000;
    expect(() => gate.mustLetIn()).not.toThrow();
  });
});
