import pg from 'pg';
import { greetingOf, openDatabase } from './database.js';
import { Housekeeping } from './housekeeping.js';
import { WireServer } from './wire-server.js';

/**
 * A process that serves one PGlite database to many clients. The socket server that comes with PGlite hands over single
 * messages, so that the parse, bind and execute of two clients get mixed up; this one hands over whole batches.
 */
export interface MainArguments {
  readonly port: number;
  /** What `SHOW clubos.identity` is to say, so that whoever started us knows that it is us. */
  readonly identity: string;
  readonly dataDir: string;
  readonly template: string;
}

const holdMs = 30_000;
/** Milliseconds from the start of the process, when what starts beside it no longer needs the processors most; and between two rounds. */
const housekeeping = { afterMs: 15_000, everyMs: 1000 };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function broken(error: unknown): never {
  say(`The database broke: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

/** A client like any other, so that it never works inside somebody's transaction. */
async function keepHouse(port: number): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  client.on('error', (error) => say(`Housekeeping lost its connection: ${error.message}`));
  await client.connect();
  const house = new Housekeeping({
    query: async <Row>(sql: string) => ({ rows: (await client.query(sql)).rows as Row[] }),
  });
  let busy = false;
  let said: string | null = null;
  const round = async (): Promise<void> => {
    if (busy || performance.now() < housekeeping.afterMs) return;
    busy = true;
    try {
      await house.round();
      said = null;
    } catch (error) {
      const message = `Housekeeping failed: ${error instanceof Error ? error.message : String(error)}`;
      if (message !== said) say(message);
      said = message;
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void round(), housekeeping.everyMs);
  client.on('end', () => clearInterval(timer));
}

async function main({ port, identity, dataDir, template }: MainArguments): Promise<void> {
  const db = await openDatabase({ dataDir, template, say });
  await db.exec(`SET clubos.identity = '${identity}'`);
  const engine = {
    execute: (batch: Uint8Array, onRawData: (data: Uint8Array) => void) =>
      db.execProtocolRawStream(batch, { onRawData }),
    inTransaction: () => db.isInTransaction(),
  };
  const server = new WireServer({ engine, greeting: await greetingOf(db), holdMs, say, onBroken: broken });
  process.on('SIGTERM', () => {
    server
      .close()
      .then(() => db.close())
      .then(() => process.exit(0), broken);
  });
  await keepHouse(await server.listen(port));
}

main(JSON.parse(process.argv[2]!) as MainArguments).catch(broken);
