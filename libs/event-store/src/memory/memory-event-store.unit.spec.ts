import { describeEventStore } from '../spec-support/describe-event-store.spec.js';
import { MemoryEventStore } from './memory-event-store.js';

describeEventStore('in memory', () =>
  Promise.resolve({ store: new MemoryEventStore(), close: () => Promise.resolve() }),
);
