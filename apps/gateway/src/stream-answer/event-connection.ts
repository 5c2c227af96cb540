import { once } from 'node:events';
import type { FastifyReply } from 'fastify';
import type { QueryStreamEvent } from '#contracts';
import { eventFrame, eventStreamHead, heartbeatFrame } from '#platform/http';
import type { AnswerEnding, AnswerLog, NumberedPart } from './answer-log.js';
import { EvenFlow } from './even-flow.js';
import { eventId, type Position } from './event-id.js';
import { Waker } from './waker.js';

export interface ConnectionOptions {
  /** Milliseconds of silence after which a comment is sent. */
  readonly heartbeatMs: number;
  /** Milliseconds a client may take to read what was sent to it before it gets nothing more. */
  readonly patienceMs: number;
}

/**
 * How far an answer was passed on: to its ending; or the client `left`, was too `slow` to read it, or has to go on elsewhere
 * because this process is `stopping`.
 */
export type Passed = AnswerEnding | 'left' | 'slow' | 'stopping';

/** Milliseconds after which a client that lost its stream is to come back. */
const comeBackMs = 1000;
/** The same when it is this gateway that goes: another one is there. */
const goElsewhereMs = 200;

/**
 * A client that reads server-sent events. What waits for it is bounded by the socket's buffer and the answer's log: it is
 * sent no more than it takes, and where it takes nothing for too long it is dropped.
 */
export class EventConnection {
  private readonly waker = new Waker();
  private readonly leaving = new AbortController();
  private heartbeat: NodeJS.Timeout | undefined;
  private wroteLately = false;
  private stopping = false;
  private headers: Record<string, string> = {};

  constructor(
    private readonly reply: FastifyReply,
    private readonly options: ConnectionOptions,
    private readonly now: () => number = () => performance.now(),
  ) {
    reply.raw.once('close', () => this.leave());
    if (reply.raw.closed) this.leave();
  }

  /** Aborts when the client is gone, or was dropped. */
  get left(): AbortSignal {
    return this.leaving.signal;
  }

  /** Whether something was sent, so that nothing but events can be said any more. */
  get begun(): boolean {
    return this.reply.raw.headersSent;
  }

  /** For the head, as long as nothing was sent. */
  header(name: string, value: string): void {
    this.headers[name] = value;
  }

  /** Sends the head now, where it may take a while until there is more to send, and when to come back. */
  open(): void {
    if (this.begun || this.left.aborted) return;
    this.begin();
    this.reply.raw.write(`retry: ${comeBackMs}\n\n`);
  }

  /** Passes on an answer's parts after number `after`: those that are there at once, those that come in an even flow. */
  async pass(log: AnswerLog, after: number): Promise<Passed> {
    const flow = new EvenFlow<NumberedPart>();
    let cursor = after;
    let live = false;
    const stopListening = log.onChange(this.waker.wake);
    try {
      for (;;) {
        if (this.left.aborted) return 'left';
        const fresh = log.after(cursor);
        if (!fresh) return 'slow';
        for (const part of fresh) flow.add(part, live && part.type === 'text-delta', this.now());
        cursor = fresh.at(-1)?.n ?? cursor;
        live = true;
        for (const part of flow.take(this.now())) {
          if (!(await this.writePart(log.answerId, part))) return this.left.aborted ? 'left' : 'slow';
        }
        if (log.ending !== null && flow.empty && cursor >= log.last) return log.ending;
        if (this.stopping) return 'stopping';
        await this.waker.sleep(flow.wait(this.now()));
      }
    } finally {
      stopListening();
    }
  }

  /** @returns whether it could be sent */
  send(event: QueryStreamEvent, at?: Position, retryMs?: number): Promise<boolean> {
    const id = at && { id: eventId(at) };
    const retry = retryMs === undefined ? {} : { retryMs };
    return this.write(eventFrame({ ...id, ...retry, event: event.type, data: JSON.stringify(event) }));
  }

  /** Has what is being passed on end as `stopping`. */
  stop(): void {
    this.stopping = true;
    this.waker.wake();
  }

  /** Tells the client to come back, which finds another gateway, and ends. */
  async sendElsewhere(): Promise<void> {
    await this.send({ type: 'reconnect' }, undefined, goElsewhereMs);
    await this.end();
  }

  /** Ends the stream and waits until the client has all of it, or is dropped. */
  async end(): Promise<void> {
    const { raw } = this.reply;
    clearInterval(this.heartbeat);
    raw.end();
    if (!raw.writableFinished && !(await this.within('finish'))) this.drop();
  }

  /** Cuts the client off: it must neither take what it has for whole nor wait for the rest. */
  drop(): void {
    this.reply.raw.destroy();
    this.leave();
  }

  private writePart(answerId: string, { n, type, json }: NumberedPart): Promise<boolean> {
    const first = this.begun ? {} : { retryMs: comeBackMs };
    return this.write(eventFrame({ id: eventId({ answerId, n }), ...first, event: type, data: json }));
  }

  private async write(text: string): Promise<boolean> {
    if (this.left.aborted || this.reply.raw.destroyed) return false;
    if (!this.begun) this.begin();
    this.wroteLately = true;
    return this.reply.raw.write(text) || this.within('drain');
  }

  private begin(): void {
    this.reply.hijack();
    this.reply.raw.writeHead(200, { ...eventStreamHead, ...this.headers });
    this.heartbeat = setInterval(() => {
      // A client that has not read what it was sent needs no sign of life.
      const { raw } = this.reply;
      if (!this.wroteLately && !raw.writableNeedDrain && !raw.destroyed) raw.write(heartbeatFrame);
      this.wroteLately = false;
    }, this.options.heartbeatMs);
  }

  /** @returns false where it did not happen in time, or the client left */
  private async within(event: 'drain' | 'finish'): Promise<boolean> {
    const signal = AbortSignal.any([this.left, AbortSignal.timeout(this.options.patienceMs)]);
    try {
      await once(this.reply.raw, event, { signal });
      return true;
    } catch (error) {
      if (!signal.aborted) throw error;
      return false;
    }
  }

  private leave(): void {
    clearInterval(this.heartbeat);
    this.leaving.abort();
    this.waker.wake();
  }
}
