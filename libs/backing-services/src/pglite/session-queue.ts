import { encodeMessage } from './frontend-messages.js';

/** The one session of the database, which runs one batch of messages at a time. */
export interface Engine {
  execute(batch: Uint8Array, onData: (data: Uint8Array) => void): Promise<void>;
  inTransaction(): boolean;
}

export interface Batch {
  readonly bytes: Buffer;
  /** Whether it ends with a Sync or a simple query; if not, more of the same belongs to it. */
  readonly whole: boolean;
  readonly onReply: (reply: Buffer) => void;
}

interface Waiting {
  readonly client: object;
  readonly batch: Batch;
}

interface QueueOptions {
  /** How long a client may hold the session without asking anything, in milliseconds. */
  readonly holdMs: number;
  /** Told which client held the session too long. */
  readonly onHeldTooLong: (client: object) => void;
  /** The session itself failed; nothing can be said about its state any more. */
  readonly onBroken: (error: unknown) => void;
}

export const syncMessage = encodeMessage('S');
export const simpleQuery = (sql: string): Buffer => encodeMessage('Q', sql);

/**
 * Puts many clients on one session without mixing them: a batch runs to its end before another begins, and while a client
 * is inside a transaction, or inside an unfinished batch, only its own batches run; the others wait in order.
 */
export class SessionQueue {
  private waiting: Waiting[] = [];
  private owner: object | undefined;
  private current: object | undefined;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly options: QueueOptions,
  ) {}

  /** Whether nobody uses the session or waits for it. */
  get idle(): boolean {
    return this.owner === undefined && this.current === undefined && this.waiting.length === 0;
  }

  add(client: object, batch: Batch): void {
    this.waiting.push({ client, batch });
    this.pump();
  }

  /** Forgets what the client still wanted, ends its transaction and runs `farewell` on its behalf. */
  leave(client: object, farewell: Buffer): void {
    this.waiting = this.waiting.filter((entry) => entry.client !== client);
    const holds = this.owner === client || this.current === client;
    if (!holds && farewell.length === 0) return;
    const bytes = Buffer.concat([syncMessage, ...(holds ? [simpleQuery('ROLLBACK')] : []), farewell]);
    this.waiting.unshift({ client, batch: { bytes, whole: true, onReply: () => undefined } });
    this.pump();
  }

  private next(): Waiting | undefined {
    if (this.owner === undefined) return this.waiting.shift();
    const index = this.waiting.findIndex((entry) => entry.client === this.owner);
    return index === -1 ? undefined : this.waiting.splice(index, 1)[0];
  }

  private pump(): void {
    if (this.current !== undefined) return;
    const entry = this.next();
    if (!entry) return;
    clearTimeout(this.idleTimer);
    this.current = entry.client;
    this.run(entry).then(
      () => {
        this.current = undefined;
        this.watchOwner();
        this.pump();
      },
      (error: unknown) => this.options.onBroken(error),
    );
  }

  private async run({ client, batch }: Waiting): Promise<void> {
    const reply: Buffer[] = [];
    // The bytes lie in memory the database uses again, so they are copied.
    await this.engine.execute(batch.bytes, (data) => reply.push(Buffer.from(data)));
    this.owner = !batch.whole || this.engine.inTransaction() ? client : undefined;
    batch.onReply(Buffer.concat(reply));
  }

  private watchOwner(): void {
    const { owner } = this;
    if (owner === undefined) return;
    this.idleTimer = setTimeout(() => this.options.onHeldTooLong(owner), this.options.holdMs);
    this.idleTimer.unref();
  }
}
