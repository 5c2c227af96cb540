import { newSpanId, newTraceId } from './ids.js';

/** Where a piece of work stands in its trace (W3C Trace Context, level 1). */
export interface TraceContext {
  /** 32 lower-case hex digits, the same through every hop of one request. */
  readonly traceId: string;
  /** 16 lower-case hex digits, one for each hop. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export const newTraceContext = (): TraceContext => ({ traceId: newTraceId(), spanId: newSpanId(), sampled: true });

/** The same trace, one hop further. */
export const childOf = (parent: TraceContext): TraceContext => ({ ...parent, spanId: newSpanId() });

export const formatTraceparent = (context: TraceContext): string =>
  `00-${context.traceId}-${context.spanId}-${context.sampled ? '01' : '00'}`;

/** Reads a `traceparent` header; `undefined` where it is absent, malformed or all zero, as the standard asks. */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  const match = header === undefined ? null : pattern.exec(header);
  if (!match) return undefined;
  const [, traceId, spanId, flags] = match as unknown as [string, string, string, string];
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (parseInt(flags, 16) & 1) === 1 };
}
