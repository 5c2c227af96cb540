import { describe, expect, it } from '@jest/globals';
import { childOf, formatTraceparent, newTraceContext, parseTraceparent } from './trace-context.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

describe('traceparent', () => {
  it('reads what it writes', () => {
    const trace = newTraceContext();
    expect(parseTraceparent(formatTraceparent(trace))).toEqual(trace);
  });

  it.each([
    ['01', true],
    ['00', false],
    ['03', true],
    ['fe', false],
  ])('takes the lowest bit of the flags %s for "sampled"', (flags, sampled) => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-${flags}`)).toEqual({ traceId, spanId, sampled });
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${traceId}-${spanId}`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId}-${spanId}-01\n`,
    ` 00-${traceId}-${spanId}-01`,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId.slice(1)}-${spanId}-01`,
    `00-${traceId}-${spanId}-0g`,
  ])('takes %j for no trace at all', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it('a hop further it is the same trace and another span', () => {
    const parent = newTraceContext();
    const child = childOf(parent);
    expect(child).toEqual({ ...parent, spanId: child.spanId });
    expect(child.spanId).not.toBe(parent.spanId);
  });
});
