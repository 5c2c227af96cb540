import {
  JetStreamApiError,
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import type { RecordedEvent } from '../event.js';
import { encodeEvent, eventStreamName, everyEvent, subjectOfEvent } from './event-message.js';

export interface EventStreamOptions {
  /** Copies in a cluster. 1 when it is not said. */
  readonly replicas?: number;
  /** How long the copy keeps an event, in milliseconds; forever when it is not said. The log itself keeps everything. */
  readonly maxAgeMs?: number;
  /** How much it keeps, in bytes, the oldest going first; without end when it is not said. */
  readonly maxBytes?: number;
}

/** Which store it is, so that one that was emptied and made anew is told from the one that was filled before. */
export interface StreamIdentity {
  readonly created: string;
  /** Of the last message. */
  readonly sequence: number;
}

export interface Published {
  /** How many of the events, from the first, are stored for certain. */
  readonly count: number;
  /** The highest place one of them has. */
  readonly sequence: number;
  /** Whether a new message was put at a place that had been taken before: the store is not the one that was filled. */
  readonly restarted: boolean;
  /** What kept the next one from being stored. */
  readonly problem: Error | undefined;
}

const publishTimeoutMs = 5_000;
/** Longer than a relay that died needs to be replaced, so that what it published twice is stored once. */
const duplicateWindowMs = 120_000;
const streamNotFound = 10_059;

/** The JetStream stream that holds the copy. */
export class EventStream {
  private readonly client: JetStreamClient;
  private manager: JetStreamManager | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly options: EventStreamOptions = {},
  ) {
    this.client = jetstream(connection, { timeout: publishTimeoutMs });
  }

  /** Creates the stream when it is not there, gives it the settings it should have, and says which one it is. */
  async ensure(): Promise<StreamIdentity> {
    this.manager ??= await jetstreamManager(this.connection, { timeout: publishTimeoutMs, checkAPI: false });
    const { streams } = this.manager;
    const info = await streams.info(eventStreamName).catch((thrown: unknown) => {
      if (thrown instanceof JetStreamApiError && thrown.code === streamNotFound) return undefined;
      throw thrown;
    });
    if (info === undefined) return identityOf(await streams.add({ name: eventStreamName, ...this.config() }));
    if (!this.isAsConfigured(info.config)) return identityOf(await streams.update(eventStreamName, this.config()));
    return identityOf(info);
  }

  /**
   * Publishes events in order, all on their way at once. Each says which one must be before it, so that none is stored
   * after one that was not.
   */
  async publish(events: readonly RecordedEvent[], after: number): Promise<Published> {
    const sent = events.map((event, index) =>
      this.client.publish(subjectOfEvent(event), encodeEvent(event), {
        msgID: event.id,
        ...(index === 0 ? {} : { expect: { lastMsgID: events[index - 1]!.id } }),
      }),
    );
    const outcomes = await Promise.allSettled(sent);
    const firstFailure = outcomes.findIndex((outcome) => outcome.status === 'rejected');
    const stored = outcomes.slice(0, firstFailure === -1 ? outcomes.length : firstFailure);
    let [sequence, restarted] = [after, false];
    for (const outcome of stored) {
      if (outcome.status === 'rejected' || outcome.value.duplicate) continue;
      restarted ||= outcome.value.seq <= sequence;
      sequence = Math.max(sequence, outcome.value.seq);
    }
    const failed = outcomes[firstFailure];
    return {
      count: stored.length,
      sequence,
      restarted,
      problem: failed?.status === 'rejected' ? (failed.reason as Error) : undefined,
    };
  }

  private config() {
    const { replicas = 1, maxAgeMs = 0, maxBytes = -1 } = this.options;
    return {
      subjects: [everyEvent],
      storage: 'file',
      retention: 'limits',
      discard: 'old',
      num_replicas: replicas,
      max_age: nanos(maxAgeMs),
      max_bytes: maxBytes,
      duplicate_window: nanos(duplicateWindowMs),
    } satisfies Partial<StreamConfig>;
  }

  private isAsConfigured(actual: StreamConfig): boolean {
    const { num_replicas, max_age, max_bytes, duplicate_window, subjects } = this.config();
    return (
      actual.num_replicas === num_replicas &&
      actual.max_age === max_age &&
      actual.max_bytes === max_bytes &&
      actual.duplicate_window === duplicate_window &&
      actual.subjects.join() === subjects.join()
    );
  }
}

const identityOf = (info: StreamInfo): StreamIdentity => ({ created: info.created, sequence: info.state.last_seq });
