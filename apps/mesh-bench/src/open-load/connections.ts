import { connect, type Socket } from 'node:net';
import { ReplyReader, type HttpReply } from './http-reply.js';

/** Gets the reply, or why there is none. */
export type Done = (reply: HttpReply | Error) => void;

interface Waiting {
  readonly bytes: Buffer;
  readonly done: Done;
  readonly onSent: () => void;
  readonly since: number;
}

class Connection {
  private readonly socket: Socket;
  private readonly reader = new ReplyReader();
  private done: Done | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly timeoutMs: number;
  open = true;

  constructor(
    { host, port, timeoutMs }: ConnectionOptions,
    private readonly onIdle: (connection: Connection) => void,
    private readonly onClosed: (connection: Connection) => void,
  ) {
    this.timeoutMs = timeoutMs;
    this.socket = connect({ host, port, noDelay: true });
    this.socket.on('data', (chunk) => this.read(chunk));
    this.socket.on('error', (error) => this.end(error));
    this.socket.on('close', () => this.end(new Error('the connection was closed')));
  }

  send({ bytes, done, onSent }: Waiting): void {
    this.done = done;
    this.timer = setTimeout(() => this.end(new Error('no reply in time')), this.timeoutMs);
    onSent();
    this.socket.write(bytes);
  }

  close(): void {
    this.open = false;
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    try {
      const reply = this.reader.read(chunk);
      if (reply === undefined) return;
      this.give(reply);
      if (this.reader.closes) this.close();
      if (this.open) this.onIdle(this);
      else this.onClosed(this);
    } catch (error) {
      this.end(error as Error);
    }
  }

  private give(reply: HttpReply | Error): void {
    const { done } = this;
    if (this.timer) clearTimeout(this.timer);
    this.done = null;
    done?.(reply);
  }

  private end(error: Error): void {
    if (!this.open) return;
    this.close();
    this.give(error);
    this.onClosed(this);
  }
}

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  /** The most connections that are open at once. A request that finds all of them busy waits for one. */
  readonly most: number;
  /** Milliseconds after which a request without a whole reply has failed. */
  readonly timeoutMs: number;
}

/** Keep-alive connections with one request at a time on each, as light as can be: they share the machine with what is measured. */
export class Connections {
  private readonly idle: Connection[] = [];
  private readonly all = new Set<Connection>();
  private waiting: Waiting[] = [];
  private first = 0;

  constructor(private readonly options: ConnectionOptions) {}

  /** Requests that wait for a connection now. */
  get queued(): number {
    return this.waiting.length - this.first;
  }

  /** @param onSent called when a connection was free for it, at once or later */
  send(bytes: Buffer, done: Done, onSent: () => void = () => undefined): void {
    const connection = this.idle.pop() ?? this.another();
    const request = { bytes, done, onSent, since: performance.now() };
    if (connection) connection.send(request);
    else this.waiting.push(request);
  }

  close(): void {
    for (const connection of this.all) connection.close();
    this.all.clear();
  }

  private another(): Connection | undefined {
    if (this.all.size >= this.options.most) return undefined;
    const connection = new Connection(
      this.options,
      (it) => this.use(it),
      (it) => this.lost(it),
    );
    this.all.add(connection);
    return connection;
  }

  private use(connection: Connection): void {
    const next = this.next();
    if (next) connection.send(next);
    else this.idle.push(connection);
  }

  /** The first that waits. One that has waited too long has failed, as it would have on a connection. */
  private next(): Waiting | undefined {
    const latest = performance.now() - this.options.timeoutMs;
    while (this.first < this.waiting.length) {
      const next = this.waiting[this.first++]!;
      // Taking from the front of a long list moves all of it.
      if (this.first > 1000 && this.first * 2 > this.waiting.length) {
        this.waiting = this.waiting.slice(this.first);
        this.first = 0;
      }
      if (next.since >= latest) return next;
      next.done(new Error('no connection was free in time'));
    }
    return undefined;
  }

  private lost(connection: Connection): void {
    this.all.delete(connection);
    const at = this.idle.indexOf(connection);
    if (at !== -1) this.idle.splice(at, 1);
    if (this.queued === 0) return;
    const fresh = this.another();
    const next = fresh && this.next();
    if (next) fresh.send(next);
  }
}
