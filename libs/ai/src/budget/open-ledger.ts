import { createBoundedCounters } from '#platform/cache';
import { SharedLedger } from './shared-ledger.js';
import { MemoryLedger, type SpendingLedger } from './spending-ledger.js';

export interface LedgerSettings {
  /** Whose budget it is: a service's name. */
  readonly account: string;
  /** Millionths of a dollar a day. */
  readonly budget: number;
  /** Where all replicas count together; absent: this process counts by itself, from its start. */
  readonly redisUrl?: string | undefined;
  readonly onProblem: (problem: unknown) => void;
}

/** A ledger, and whatever it counts in, which whoever opened it closes. */
export interface OpenLedger {
  readonly ledger: SpendingLedger;
  close(): Promise<void>;
}

export function openLedger({ account, budget, redisUrl, onProblem }: LedgerSettings): OpenLedger {
  if (redisUrl === undefined) return { ledger: new MemoryLedger(budget), close: () => Promise.resolve() };
  const counters = createBoundedCounters({ url: redisUrl, onProblem });
  return { ledger: new SharedLedger({ account, budget, counters, onProblem }), close: () => counters.close() };
}
