import type { Msg } from '@nats-io/transport-node';
import { fail, newSpanId, type FailureError } from '#kernel';
import type { BusConnection } from '../connection.js';

/** Something that waits for messages on a subject of its own below the inbox. */
export interface Waiting {
  /** The subject that was asked. */
  readonly subject: string;
  receive(message: Msg): void;
  /** Nothing more will come. */
  lose(error: FailureError): void;
}

/**
 * Every reply and part of one connection arrives over one subscription. A subject below it begins with something random,
 * so that replies to a former process of the same name find nobody.
 */
export class Inbox {
  private readonly waiting = new Map<string, Waiting>();
  private readonly base: string;
  private opened = 0;
  private emptied: (() => void)[] = [];

  constructor(
    connection: BusConnection,
    /** `_INBOX.<service>.<instance>` */
    prefix: string,
    private readonly limit: number,
    nonce = newSpanId(),
  ) {
    this.base = `${prefix}.${nonce}`;
    connection.subscribe(`${prefix}.*`, (message) => this.waiting.get(message.subject)?.receive(message));
    connection.onStatus((status) => {
      if (status !== 'connected')
        this.loseAll(fail('unavailable', 'The message bus was lost while waiting for the reply.'));
    });
    connection.onRefusedSubject((subject) => {
      this.loseAll(
        fail('forbidden', 'This service may not ask that.', `The broker does not let it publish to ${subject}.`),
        (waiting) => waiting.subject === subject,
      );
    });
  }

  get size(): number {
    return this.waiting.size;
  }

  /**
   * @returns the subject to be replied to
   * @throws FailureError `unavailable` when as many wait as may
   */
  open(waiting: Waiting): string {
    if (this.waiting.size >= this.limit) {
      throw fail('unavailable', 'Too many requests are under way.', `${this.limit} requests are waiting for a reply.`);
    }
    const reply = this.base + (this.opened++).toString(36);
    this.waiting.set(reply, waiting);
    return reply;
  }

  close(reply: string): void {
    this.waiting.delete(reply);
    if (this.waiting.size === 0 && this.emptied.length > 0) for (const tell of this.emptied.splice(0)) tell();
  }

  /** Fulfilled when nothing waits any more. */
  whenEmpty(): Promise<void> {
    if (this.waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.emptied.push(resolve));
  }

  loseAll(error: FailureError, which: (waiting: Waiting) => boolean = () => true): void {
    for (const waiting of [...this.waiting.values()]) if (which(waiting)) waiting.lose(error);
  }
}
