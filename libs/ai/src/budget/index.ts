export type { Prices } from './prices.js';
export { openLedger, type LedgerSettings, type OpenLedger } from './open-ledger.js';
export { SharedLedger } from './shared-ledger.js';
export { MemoryLedger, type Reservation, type SpendingLedger } from './spending-ledger.js';
