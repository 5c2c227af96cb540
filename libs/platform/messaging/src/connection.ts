import {
  AuthorizationError,
  connect,
  InvalidArgumentError,
  PermissionViolationError,
  type Msg,
  type NatsConnection,
  type NodeConnectionOptions,
  type PublishOptions,
  type Status,
  type Subscription,
} from '@nats-io/transport-node';
import { setTimeout as pause } from 'node:timers/promises';
import { Deadline, fail, failure, FailureError } from '#kernel';
import type { BusLogger } from './logger.js';
import type { ParsedSettings } from './settings.js';
import { within } from './wire/within.js';

export type BusStatus = 'connected' | 'disconnected' | 'closed';

/** A frozen broker may not keep a process from ending: after this the socket is closed without a farewell. */
export const farewellMs = 2_000;

export const notConnected = (): FailureError => fail('unavailable', 'The message bus is not connected.');

/**
 * The one connection of a process. It reconnects forever; where it cannot, it says so through `closed` instead of living
 * on without hearing anything.
 */
export class BusConnection {
  /** Fulfilled when it was closed on purpose; rejected when it is lost for good, which ends a process that does not look. */
  readonly closed: Promise<void>;
  private readonly statusListeners = new Set<(status: BusStatus) => void>();
  private readonly refusalListeners = new Set<(subject: string) => void>();
  private readonly flushing = new Set<(error: Error) => void>();
  private status: BusStatus = 'connected';
  private closing = false;
  private lossOf: Error | undefined;

  private constructor(
    readonly nats: NatsConnection,
    private readonly logger: BusLogger,
  ) {
    this.closed = nats.closed().then((error) => this.ended(error ?? undefined));
    void this.watch(nats.status());
  }

  /** @throws FailureError `unavailable` when the broker cannot be reached in time or refuses the credentials */
  static async open(settings: ParsedSettings): Promise<BusConnection> {
    const { firstConnectWithinMs, waitMs } = settings.reconnect;
    const deadline = Deadline.in(firstConnectWithinMs);
    for (;;) {
      try {
        return new BusConnection(await connect(connectionOptions(settings)), settings.logger);
      } catch (error) {
        if (error instanceof AuthorizationError || deadline.remaining() <= waitMs) {
          throw new FailureError(failure('unavailable', 'The message bus cannot be reached.'), String(error), {
            cause: error,
          });
        }
        await pause(waitMs);
      }
    }
  }

  get connected(): boolean {
    return this.status === 'connected';
  }

  onStatus(listener: (status: BusStatus) => void): () => void {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  }

  /** Hears the subjects that the broker did not let this process publish to. */
  onRefusedSubject(listener: (subject: string) => void): () => void {
    this.refusalListeners.add(listener);
    return () => this.refusalListeners.delete(listener);
  }

  /** @throws FailureError `payload-too-large`, or `unavailable` while disconnected, when the library would only queue it */
  publish(subject: string, payload: string, options?: PublishOptions): void {
    if (!this.connected) throw notConnected();
    try {
      this.nats.publish(subject, payload, options);
    } catch (error) {
      if (error instanceof InvalidArgumentError) {
        throw new FailureError(failure('payload-too-large', 'It is larger than the bus carries.'), error.message);
      }
      throw new FailureError(failure('unavailable', 'The message bus is closing.'), String(error), { cause: error });
    }
  }

  /**
   * Subscribes for as long as the connection lives. A subscription that the broker ends takes the connection with it: a
   * process which hears only part of what it should is worse than one that restarts.
   */
  subscribe(subject: string, receive: (message: Msg) => void, queue?: string): Subscription {
    return this.nats.subscribe(subject, {
      ...(queue === undefined ? {} : { queue }),
      callback: (error, message) => {
        if (error) return this.lose(new Error(`The subscription to ${subject} is lost: ${error.message}`));
        try {
          receive(message);
        } catch (thrown) {
          // What is thrown from here ends the library's reading loop, and the process would be deaf from then on.
          this.logger.error({ err: thrown, subject }, 'A message could not be handled');
        }
      },
    });
  }

  /**
   * Fulfilled once the broker has seen everything sent before.
   * @throws FailureError `unavailable` when the connection goes away first
   */
  async flush(): Promise<void> {
    if (!this.connected) throw notConnected();
    const lost = Promise.withResolvers<never>();
    this.flushing.add(lost.reject);
    try {
      // The library forgets those who wait for a flush when it closes.
      await Promise.race([this.nats.flush(), lost.promise]);
    } catch (error) {
      throw new FailureError(failure('unavailable', 'The message bus was lost.'), String(error), { cause: error });
    } finally {
      this.flushing.delete(lost.reject);
    }
  }

  /**
   * Fulfilled once the broker has accepted the subscriptions made so far: a refusal comes before its answer to this.
   * @throws Error when it refused one
   */
  async confirm(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      throw this.lossOf ?? error;
    }
    if (this.lossOf) throw this.lossOf;
  }

  /** Fulfilled once these have received all that was sent to them, or nothing can come any more. */
  async drain(subscriptions: readonly Subscription[]): Promise<void> {
    const drained = Promise.allSettled(subscriptions.map((subscription) => subscription.drain()));
    await Promise.race([drained, this.nats.closed()]);
  }

  /** Ends the connection with an error that `closed` tells. */
  lose(error: Error): void {
    this.lossOf ??= error;
    void this.nats.close();
  }

  /** Sends what is left and closes. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.connected && !this.nats.isClosed()) await within(farewellMs, this.nats.flush());
    await this.nats.close();
    await this.nats.closed();
  }

  /** Closes a connection that nobody was given, so that there is nobody to be told by `closed`. */
  abandon(): void {
    this.closing = true;
    this.closed.catch(() => undefined);
    void this.nats.close();
  }

  private ended(error: Error | undefined): void {
    this.tell('closed');
    for (const reject of this.flushing) reject(new Error('The connection was closed.'));
    const cause = this.lossOf ?? error;
    if (this.closing && !this.lossOf) return;
    this.logger.error({ err: cause }, 'The connection to the message bus is lost for good');
    throw new FailureError(failure('unavailable', 'The message bus is lost.'), cause?.message ?? 'It was closed.', {
      cause,
    });
  }

  private async watch(statuses: AsyncIterable<Status>): Promise<void> {
    for await (const status of statuses) {
      if (status.type === 'disconnect') {
        this.logger.warn({ server: status.server }, 'The message bus is disconnected');
        this.tell('disconnected');
      } else if (status.type === 'reconnect') {
        this.logger.info({ server: status.server }, 'The message bus is connected again');
        this.tell('connected');
      } else if (status.type === 'error') {
        this.refused(status.error);
      }
    }
  }

  private refused(error: Error): void {
    this.logger.error({ err: error }, 'The message bus reports an error');
    if (error instanceof PermissionViolationError && error.operation === 'publish') {
      for (const listener of this.refusalListeners) listener(error.subject);
    }
  }

  private tell(status: BusStatus): void {
    if (this.status === status || this.status === 'closed') return;
    this.status = status;
    for (const listener of this.statusListeners) {
      try {
        listener(status);
      } catch (error) {
        // One that breaks may not keep the others, nor this process, from hearing of the next change.
        this.logger.error({ err: error, status }, 'A listener to the status of the message bus failed');
      }
    }
  }
}

function connectionOptions({
  servers,
  credentials,
  service,
  instance,
  reconnect,
}: ParsedSettings): NodeConnectionOptions {
  return {
    servers,
    name: `${service}/${instance}`,
    timeout: reconnect.dialTimeoutMs,
    maxReconnectAttempts: -1,
    reconnectTimeWait: reconnect.waitMs,
    reconnectJitter: reconnect.jitterMs,
    reconnectJitterTLS: reconnect.jitterMs,
    pingInterval: reconnect.pingIntervalMs,
    maxPingOut: 2,
    noAsyncTraces: true,
    ...(credentials && {
      authenticator: () => {
        const { user, password } = credentials();
        return { user, pass: password };
      },
    }),
  };
}
