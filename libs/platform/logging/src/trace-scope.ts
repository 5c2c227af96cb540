import { AsyncLocalStorage } from 'node:async_hooks';
import type { TraceContext } from '#kernel';

const scope = new AsyncLocalStorage<TraceContext>();

/** Does `work` inside a trace: every line logged in it, however deep, carries the trace's ids. */
export const inTrace = <T>(trace: TraceContext, work: () => T): T => scope.run(trace, work);

export const currentTrace = (): TraceContext | undefined => scope.getStore();
