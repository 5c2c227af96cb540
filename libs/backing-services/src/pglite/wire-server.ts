import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { ClientConnection } from './client-connection.js';
import { SessionQueue, type Engine } from './session-queue.js';

interface WireServerOptions {
  readonly engine: Engine;
  /** What every client is told when it says hello. */
  readonly greeting: Buffer;
  /** How long a client may leave a transaction open without asking anything, in milliseconds. */
  readonly holdMs: number;
  readonly say: (line: string) => void;
  readonly onBroken: (error: unknown) => void;
}

/** Serves one session to many clients over the wire protocol of PostgreSQL, on the loopback address. */
export class WireServer {
  private readonly server: Server;
  private readonly connections = new Set<ClientConnection>();
  private lastId = 0;

  constructor(private readonly options: WireServerOptions) {
    const { engine, holdMs, onBroken } = options;
    const onHeldTooLong = (client: object): void => this.heldTooLong(client);
    const queue = new SessionQueue(engine, { holdMs, onHeldTooLong, onBroken });
    this.server = createServer((socket) => {
      const connection = new ClientConnection(socket, (this.lastId += 1), queue, options.greeting);
      this.connections.add(connection);
      socket.on('close', () => this.connections.delete(connection));
    });
  }

  async listen(port: number): Promise<number> {
    this.server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(this.server, 'listening');
    this.server.on('error', this.options.onBroken);
    return (this.server.address() as { port: number }).port;
  }

  /** Tells every client that the server shuts down, and waits until all have gone. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const connection of this.connections) connection.refuse('57P01', 'the database is shutting down');
    await closed;
  }

  private heldTooLong(client: object): void {
    this.options.say(`A client left its transaction open for ${this.options.holdMs / 1000} s; it was ended.`);
    if (client instanceof ClientConnection) client.refuse('25P03', 'the transaction was left open for too long');
  }
}
