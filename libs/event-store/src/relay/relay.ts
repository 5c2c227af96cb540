import type { NatsConnection } from '@nats-io/transport-node';
import { Deadline, systemClock, type Clock } from '#kernel';
import type { Database } from '#platform/database';
import { beginningOfLog, cursorOf } from '../event.js';
import type { EventStore } from '../event-store.js';
import { EventStream, type EventStreamOptions } from '../jetstream/event-stream.js';
import { Pause } from '../pause.js';
import { ensurePartitions } from '../postgres/log-migrations.js';
import { Cursors, type StoredCursor } from './cursors.js';

export interface RelayOptions extends EventStreamOptions {
  /** The row of `log.cursors`; relays of the same name share the work of one. `relay` when it is not said. */
  readonly name?: string;
  /** The most events on their way at once. 256. */
  readonly batch?: number;
  /** How long to let news gather once all that there was is published, unless woken. 100 ms. */
  readonly pollMs?: number;
  /** How long to wait after something failed. 250 ms. */
  readonly retryMs?: number;
  /** How often to see whether the copy is still the one that was filled. 2,000 ms. */
  readonly verifyMs?: number;
  readonly clock?: Clock;
  /** Told of everything that failed and is tried again. */
  readonly onProblem?: (problem: unknown) => void;
}

export interface RelayStatistics {
  /** Events published since the start, the ones published again included. */
  readonly published: number;
  /** How often a copy was found empty, older or new, and filled from the beginning. */
  readonly refills: number;
  /** Whether the last thing it tried failed. */
  readonly failing: boolean;
}

const stepTimeoutMs = 10_000;
const partitionsEveryMs = 3_600_000;

/**
 * Publishes the log to JetStream, in the order of the feed, each event under its id. What it publishes may come twice
 * (after a crash between publishing and remembering), never not at all: its place is stored after the broker has stored the
 * events, and in the database that holds them. When the copy turns out not to be the one it was filling, it starts over.
 *
 * As the one that always runs, it also sees to it every hour that the log has its partitions.
 */
export class Relay {
  private readonly stream: EventStream;
  private readonly cursors: Cursors;
  private readonly pause = new Pause();
  private readonly clock: Clock;
  private readonly name: string;
  private cursor: StoredCursor | undefined;
  private verifiedAt = -Infinity;
  private partitionsAt = -Infinity;
  private running: Promise<void> | undefined;
  private statisticsNow: RelayStatistics = { published: 0, refills: 0, failing: false };

  constructor(
    private readonly feed: EventStore['feed'],
    private readonly database: Database,
    connection: NatsConnection,
    private readonly options: RelayOptions = {},
  ) {
    this.stream = new EventStream(connection, options);
    this.cursors = new Cursors(database);
    this.clock = options.clock ?? systemClock;
    this.name = options.name ?? 'relay';
  }

  /** Works until it is stopped, whatever is away in between. */
  start(): void {
    this.running ??= this.run();
  }

  /** Something was appended: looks now instead of at the next turn. */
  wake(): void {
    this.pause.end();
  }

  /** Finishes the batch that is on its way. */
  async stop(): Promise<void> {
    this.pause.stop();
    await this.running;
  }

  statistics(): RelayStatistics {
    return this.statisticsNow;
  }

  private async run(): Promise<void> {
    const { pollMs = 100, retryMs = 250, onProblem } = this.options;
    while (!this.pause.stopped) {
      try {
        const more = await this.step();
        this.statisticsNow = { ...this.statisticsNow, failing: false };
        if (!more) await this.pause.for(pollMs);
      } catch (problem) {
        this.statisticsNow = { ...this.statisticsNow, failing: true };
        // Whatever it was, nothing is taken for granted afterwards: neither the place nor the copy.
        this.cursor = undefined;
        this.verifiedAt = -Infinity;
        onProblem?.(problem);
        await this.pause.for(retryMs);
      }
    }
  }

  /** Publishes one page; false when that was all there was. A page for each single event would cost more than the event. */
  private async step(): Promise<boolean> {
    const deadline = Deadline.in(stepTimeoutMs, this.clock);
    await this.keepPartitions();
    const cursor = await this.verified(deadline);
    if (cursor === undefined) return true;
    const { batch = 256 } = this.options;
    const { events } = await this.feed.read(cursor.place, batch, { deadline });
    if (events.length === 0) return false;
    const { count, sequence, restarted, problem } = await this.stream.publish(events, cursor.targetSequence ?? 0);
    if (restarted) {
      await this.startOver(cursor, (await this.stream.ensure()).created, deadline);
      return true;
    }
    if (count > 0) {
      this.statisticsNow = { ...this.statisticsNow, published: this.statisticsNow.published + count };
      const place = cursorOf(events[count - 1]!);
      this.cursor = await this.cursors.save(this.name, { ...cursor, place, targetSequence: sequence });
    }
    if (problem !== undefined) throw problem;
    return events.length === batch;
  }

  /** Without them events go to the default partition, so a failure is reported and stops nothing. */
  private async keepPartitions(): Promise<void> {
    const now = this.clock.now();
    if (now - this.partitionsAt < partitionsEveryMs) return;
    this.partitionsAt = now;
    await ensurePartitions(this.database).catch((problem: unknown) => this.options.onProblem?.(problem));
  }

  /** The place to read on from, once it is certain that the copy is the one which that place is about. */
  private async verified(deadline: Deadline): Promise<StoredCursor | undefined> {
    const { verifyMs = 2_000 } = this.options;
    this.cursor ??= await this.cursors.load(this.name, { deadline });
    if (this.clock.now() - this.verifiedAt < verifyMs) return this.cursor;
    const { created, sequence } = await this.stream.ensure();
    const { target, targetSequence } = this.cursor;
    if (target !== created || sequence < (targetSequence ?? 0)) await this.startOver(this.cursor, created, deadline);
    this.verifiedAt = this.clock.now();
    return this.cursor;
  }

  private async startOver(cursor: StoredCursor, target: string, deadline: Deadline): Promise<void> {
    const anew = { ...cursor, place: beginningOfLog, target, targetSequence: 0 };
    this.cursor = await this.cursors.save(this.name, anew, { deadline });
    if (cursor.target !== null) this.statisticsNow = { ...this.statisticsNow, refills: this.statisticsNow.refills + 1 };
  }
}
