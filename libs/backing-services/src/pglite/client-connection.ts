import type { Socket } from 'node:net';
import { encodeMessage, refuseCopyFromStdin, renameStatement, takeMessage, type Message } from './frontend-messages.js';
import { syncMessage, type SessionQueue } from './session-queue.js';

const sslRequest = 80877103;
const gssRequest = 80877104;
const cancelRequest = 80877102;
const protocolMajor = 3;

/** Messages after which the server is to do something; those before them wait. */
const endsWhole = new Set(['S', 'Q', 'F']);
const endsPart = new Set(['H', 'c', 'f']);

/** One client: collects its messages into batches and puts them on the queue, from the greeting to the goodbye. */
export class ClientConnection {
  private buffer: Buffer = Buffer.alloc(0);
  private batch: Buffer[] = [];
  private greeted = false;
  private readonly statements = new Map<string, string>();

  constructor(
    private readonly socket: Socket,
    private readonly id: number,
    private readonly queue: SessionQueue,
    /** What the database said to the first client that ever said hello: parameters, and that it is ready. */
    private readonly greeting: Buffer,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('drain', () => socket.resume());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.queue.leave(this, this.farewell()));
  }

  /** Says why, as PostgreSQL would, and hangs up. */
  refuse(sqlState: string, message: string): void {
    const error = encodeMessage('E', 'SFATAL', 'VFATAL', `C${sqlState}`, `M${message}`, '');
    this.socket.end(error, () => this.socket.destroy());
  }

  private receive(chunk: Buffer): void {
    this.buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk]);
    try {
      while (this.greeted ? this.takeNext() : this.takeStartup());
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.refuse('08P01', error.message);
    }
  }

  private takeStartup(): boolean {
    if (this.buffer.length < 8) return false;
    const length = this.buffer.readInt32BE(0);
    if (length < 8 || length > 10_000) throw new RangeError(`A startup packet of ${length} bytes`);
    if (this.buffer.length < length) return false;
    const code = this.buffer.readInt32BE(4);
    this.buffer = this.buffer.subarray(length);
    if (code === sslRequest || code === gssRequest) this.socket.write('N');
    else if (code === cancelRequest) this.socket.end();
    else if (code >>> 16 === protocolMajor) {
      this.greeted = true;
      this.socket.write(this.greeting);
    } else throw new RangeError(`Protocol ${code >>> 16} is not spoken here`);
    return true;
  }

  private takeNext(): boolean {
    const taken = takeMessage(this.buffer);
    if (!taken) return false;
    this.buffer = taken.rest;
    if (taken.message.type === 'X') this.socket.end();
    else this.collect(taken.message);
    return true;
  }

  private collect(message: Message): void {
    this.batch.push(renameStatement(refuseCopyFromStdin(message), (name) => this.alias(name)).bytes);
    const whole = endsWhole.has(message.type);
    if (!whole && !endsPart.has(message.type)) return;
    const bytes = Buffer.concat(this.batch);
    this.batch = [];
    this.queue.add(this, { bytes, whole, onReply: (reply) => this.reply(reply) });
  }

  private reply(bytes: Buffer): void {
    if (this.socket.destroyed || bytes.length === 0) return;
    // A client that does not read its answers is not asked for more questions.
    if (!this.socket.write(bytes)) this.socket.pause();
  }

  private alias(name: string): string {
    const known = this.statements.get(name);
    if (known !== undefined) return known;
    const alias = `client${this.id}_${this.statements.size}`;
    this.statements.set(name, alias);
    return alias;
  }

  private farewell(): Buffer {
    const closes = [...this.statements.values()].map((alias) => encodeMessage('C', Buffer.from('S'), alias));
    return closes.length === 0 ? Buffer.alloc(0) : Buffer.concat([...closes, syncMessage]);
  }
}
