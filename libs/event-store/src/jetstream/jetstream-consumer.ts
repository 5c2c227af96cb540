import {
  AckPolicy,
  DeliverPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
  type ConsumerConfig,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { uuidV7 } from '#kernel';
import type { RecordedEvent } from '../event.js';
import type { Delivery, EventHandler, Inbox } from '../inbox/inbox.js';
import { Pause } from '../pause.js';
import { decodeEvent, eventStreamName, everyEvent, subjectOfEvent } from './event-message.js';

/** A kind of event, as its contract says. */
export type EventKind = Pick<RecordedEvent, 'category' | 'type' | 'version'>;

export interface JetStreamConsumerOptions {
  /** Name of the durable consumer: letters, digits, - and _. Instances of the same name share the work. */
  readonly name: string;
  /** Only these; every event when it is not said. */
  readonly kinds?: readonly EventKind[];
  /** How long to wait after something failed; for an event, times two at every further delivery. 250 ms. */
  readonly retryMs?: number;
  /** Told of everything that failed and is tried again, and of every event that was given up. */
  readonly onProblem?: (problem: unknown, event?: RecordedEvent) => void;
}

const apiTimeoutMs = 5_000;
/** Longer than an event may take to be applied. */
const ackWaitMs = 30_000;
const longestRetryMs = 30_000;
const fetchSize = 100;
/** Also how long it takes at most to notice that the broker has lost the consumer. */
const fetchExpiresMs = 2_000;

/**
 * Takes events from JetStream and applies them through an inbox, one after the other. An event that fails is delivered
 * again later while its neighbours go on; one that is settled (applied, applied before, or dead) is acknowledged. The
 * consumer is made anew when the broker has lost it, and then hears everything again.
 */
export class JetStreamConsumer {
  private readonly pause = new Pause();
  private readonly wanted: ReadonlySet<string> | undefined;
  private readonly retryMs: number;
  private running: Promise<void> | undefined;
  private endFetch: (() => void) | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly inbox: Inbox,
    private readonly handler: EventHandler,
    private readonly options: JetStreamConsumerOptions,
  ) {
    this.wanted = options.kinds && new Set(options.kinds.map(subjectOfEvent));
    this.retryMs = options.retryMs ?? 250;
  }

  /** Works until it is stopped, whatever is away in between. */
  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the event it is at. */
  async stop(): Promise<void> {
    this.pause.stop();
    this.endFetch?.();
    await this.running;
  }

  private async run(): Promise<void> {
    let consumer: Consumer | undefined;
    while (!this.pause.stopped) {
      try {
        consumer ??= await this.ensureConsumer();
        await this.fetchAndApply(consumer);
      } catch (problem) {
        consumer = undefined;
        if (this.pause.stopped) return;
        this.options.onProblem?.(problem);
        await this.pause.for(this.retryMs);
      }
    }
  }

  private async ensureConsumer(): Promise<Consumer> {
    const manager = await jetstreamManager(this.connection, { timeout: apiTimeoutMs, checkAPI: false });
    await manager.consumers.add(eventStreamName, this.config());
    return jetstream(this.connection, { timeout: apiTimeoutMs }).consumers.get(eventStreamName, this.options.name);
  }

  private config(): Partial<ConsumerConfig> {
    const { kinds } = this.options;
    return {
      durable_name: this.options.name,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ackWaitMs),
      // Servers before 2.10 know a single filter; of several kinds the others are sorted out here.
      filter_subject: kinds?.length === 1 ? subjectOfEvent(kinds[0]!) : everyEvent,
    };
  }

  private async fetchAndApply(consumer: Consumer): Promise<void> {
    const messages = await consumer.fetch({ max_messages: fetchSize, expires: fetchExpiresMs });
    this.endFetch = () => messages.stop();
    try {
      for await (const message of messages) {
        if (this.pause.stopped) return;
        await this.deliver(message);
      }
    } finally {
      this.endFetch = undefined;
      messages.stop();
    }
  }

  private async deliver(message: JsMsg): Promise<void> {
    if (this.wanted && !this.wanted.has(message.subject)) {
      message.ack();
      return;
    }
    try {
      const delivery = await this.apply(message);
      if (delivery === 'retry') message.nak(this.delayOf(message));
      else message.ack();
    } catch (problem) {
      message.nak(this.retryMs);
      throw problem;
    }
  }

  private async apply(message: JsMsg): Promise<Delivery> {
    let event: RecordedEvent;
    try {
      event = decodeEvent(message.string());
    } catch (problem) {
      this.options.onProblem?.(problem);
      const payload = message.string().replaceAll('\u0000', '');
      await this.inbox.bury(uuidV7(), { subject: message.subject, payload }, problem);
      return 'dead';
    }
    const delivery = await this.inbox.apply(event, this.handler);
    if (delivery === 'dead') this.options.onProblem?.(new Error(`Event ${event.id} was given up.`), event);
    return delivery;
  }

  private readonly delayOf = (message: JsMsg): number =>
    Math.min(this.retryMs * 2 ** (message.info.deliveryCount - 1), longestRetryMs);
}
