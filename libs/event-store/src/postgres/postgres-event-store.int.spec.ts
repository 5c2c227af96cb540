import { describeEventStore } from '../spec-support/describe-event-store.spec.js';
import { startLogDatabase, type Engine } from '../spec-support/log-database.js';
import { PostgresEventStore } from './postgres-event-store.js';

const engines: Engine[] = ['PGlite', 'PostgreSQL'];

for (const engine of engines) {
  describeEventStore(engine, async () => {
    const { database, close } = await startLogDatabase(engine);
    return { store: new PostgresEventStore(database), close };
  });
}
