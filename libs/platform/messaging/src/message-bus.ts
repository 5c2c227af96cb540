import type { NatsConnection } from '@nats-io/transport-node';
import type { z } from 'zod';
import type { AnnouncementContract, RequestContract, StreamContract } from '#contracts';
import { err, fail, failure, FailureError, ok, type Result } from '#kernel';
import { announcementReader, everyService, type AnnouncementHandler } from './client/announcements.js';
import { Inbox } from './client/inbox.js';
import type { Call, Line } from './client/outgoing-call.js';
import { PartStream } from './client/part-stream.js';
import { PendingRequest } from './client/pending-request.js';
import { BusConnection, type BusStatus } from './connection.js';
import { parseSettings, type BusLimits, type BusSettings } from './settings.js';
import { PrincipalSeal } from './wire/principal.js';
import { within } from './wire/within.js';

/**
 * The bus as a process sees it: one connection for everything it asks, says and (through `BusStrategy`) answers.
 * Nothing waits in a queue here: while the broker is away a request fails at once with `unavailable`.
 */
export class MessageBus {
  private draining: Promise<void> | undefined;

  private constructor(
    /** The service and the instance this process is. */
    readonly identity: { readonly service: string; readonly instance: string },
    /** For the strategy, which answers over the same connection. */
    readonly line: Line,
    private readonly limits: BusLimits,
  ) {}

  /**
   * @throws FailureError `unavailable` when the broker cannot be reached within `reconnect.firstConnectWithinMs`
   * @throws RangeError for a service or instance that is no subject token, or a secret that is too short
   */
  static async connect(settings: BusSettings): Promise<MessageBus> {
    const parsed = parseSettings(settings);
    const { service, instance, limits, logger } = parsed;
    const seal = new PrincipalSeal(settings.principalSecret);
    const connection = await BusConnection.open(parsed);
    const inbox = new Inbox(connection, `_INBOX.${service}.${instance}`, limits.pending);
    try {
      await connection.confirm();
    } catch (error) {
      connection.abandon();
      throw new FailureError(failure('unavailable', 'The message bus cannot be used.'), String(error), {
        cause: error,
      });
    }
    return new MessageBus({ service, instance }, { connection, inbox, seal, logger }, limits);
  }

  /**
   * Asks a service one thing. Every way of not getting a reply is a failure in the result: `no-responders` at once,
   * `deadline-exceeded` at the deadline, `cancelled`, `unavailable`, `forbidden`, `payload-too-large`, `internal` for a
   * reply that does not fit the contract, or what the service itself says.
   */
  request<Request extends z.ZodType, Reply extends z.ZodType>(
    contract: RequestContract<Request, Reply>,
    service: string,
    body: z.input<Request>,
    call: Call,
  ): Promise<Result<z.output<Reply>>> {
    return new Promise((resolve) => new PendingRequest(this.line, contract, service, body, call, resolve));
  }

  /**
   * Asks a service for a stream; each iteration asks anew. Leaving the loop tells the service to stop.
   * Iterating throws FailureError with the codes of `request`, and `unavailable` when a part was lost or too many wait.
   */
  stream<Request extends z.ZodType, Part extends z.ZodType>(
    contract: StreamContract<Request, Part>,
    service: string,
    body: z.input<Request>,
    call: Call,
  ): AsyncIterable<z.output<Part>> {
    return { [Symbol.asyncIterator]: () => new PartStream(this.line, contract, service, body, call, this.limits) };
  }

  /** Says something to whoever listens; `unavailable` or `payload-too-large` when it could not be sent. */
  announce<Body extends z.ZodType>(contract: AnnouncementContract<Body>, body: z.input<Body>): Result<undefined> {
    try {
      this.line.connection.publish(contract.subject(this.identity.service), JSON.stringify(body));
      return ok(undefined);
    } catch (error) {
      if (error instanceof FailureError) return err(error.failure);
      throw error;
    }
  }

  /**
   * Hears one announcement of every service. The sender's name is taken from the subject, on which the broker lets only
   * that service publish. What does not fit the contract is logged and left out.
   * @returns a function that stops listening
   */
  onAnnouncement<Body extends z.ZodType>(
    contract: AnnouncementContract<Body>,
    handler: AnnouncementHandler<z.output<Body>>,
  ): () => void {
    const { connection, logger } = this.line;
    const reader = announcementReader(contract, handler, logger);
    const subscription = connection.subscribe(everyService(contract), reader);
    return () => subscription.unsubscribe();
  }

  isConnected(): boolean {
    return this.line.connection.connected;
  }

  onStatus(listener: (status: BusStatus) => void): () => void {
    return this.line.connection.onStatus(listener);
  }

  /** Requests and streams of this process that wait for something. */
  get pending(): number {
    return this.line.inbox.size;
  }

  /** Fulfilled after `drain`; rejected with FailureError `unavailable` when the connection is lost for good. */
  get closed(): Promise<void> {
    return this.line.connection.closed;
  }

  /** Fulfilled once the broker has everything sent before. */
  flush(): Promise<void> {
    return this.line.connection.flush();
  }

  /** Waits for the replies that are still due, no longer than `graceMs`, then closes. Later calls wait for the first. */
  drain(graceMs = 5_000): Promise<void> {
    this.draining ??= this.finishAndClose(graceMs);
    return this.draining;
  }

  /** The connection itself, for what builds on NATS but is not a conversation (JetStream). */
  unwrap(): NatsConnection {
    return this.line.connection.nats;
  }

  private async finishAndClose(graceMs: number): Promise<void> {
    const { connection, inbox } = this.line;
    await within(graceMs, inbox.whenEmpty());
    inbox.loseAll(fail('unavailable', 'This service is stopping.'));
    await connection.close();
  }
}
