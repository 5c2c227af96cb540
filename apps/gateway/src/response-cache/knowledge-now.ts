import { knowledgeService, readKnowledgeStates } from '#contracts';
import { Deadline, FailureError, systemClock, type Clock } from '#kernel';
import { ownCall, type MessageBus } from '#platform/messaging';
import { SharedReading } from '#platform/shared-reading';

export type States = Readonly<Record<string, string>>;

/** The state of knowledge as a question finds it. */
export interface Now {
  readonly states: States;
  /** False where knowledge could not be asked: these are the last states that were read. */
  readonly verified: boolean;
}

/** Milliseconds that knowledge is not asked again after it did not answer. */
const rest = 250;

/**
 * Which state knowledge is in, read after it was asked for: a publication that was acknowledged before is seen. Everybody
 * who asks while one reading is under way shares the next, so that many questions cost few readings.
 */
export class KnowledgeNow {
  private readonly readings: SharedReading<Now>;
  private last: States = {};
  private restsUntil = 0;
  private probing = false;
  private failure: Error | null = null;

  constructor(
    private readonly read: () => Promise<States>,
    private readonly clock: Clock = systemClock,
    /** As `SharedReading` has it. */
    gather?: () => Promise<void>,
  ) {
    this.readings = new SharedReading(() => this.readOnce(), gather);
  }

  /** @param withinMs milliseconds a question waits to be told */
  static over(bus: Pick<MessageBus, 'request'>, withinMs: number): KnowledgeNow {
    return new KnowledgeNow(async () => {
      const call = ownCall('gateway', Deadline.in(withinMs));
      const reply = await bus.request(readKnowledgeStates, knowledgeService, {}, call);
      if (!reply.ok) throw new FailureError(reply.error);
      return reply.value.states;
    });
  }

  /** The states as they are now; never throws, and waits for nothing once knowledge has failed to answer. */
  now(): Promise<Now> {
    if (this.failure) {
      this.probe();
      return Promise.resolve({ states: this.last, verified: false });
    }
    return this.readings.now();
  }

  /** Throws the reason while knowledge could not be asked, and asks again: where nobody asks questions nothing else would. */
  check(): void {
    if (!this.failure) return;
    this.probe();
    throw this.failure;
  }

  /** Asks beside those who go on without, until knowledge answers again. */
  private probe(): void {
    if (this.probing || this.clock.now() < this.restsUntil) return;
    this.probing = true;
    void this.readOnce().finally(() => (this.probing = false));
  }

  private async readOnce(): Promise<Now> {
    try {
      this.last = await this.read();
      this.failure = null;
      return { states: this.last, verified: true };
    } catch (error) {
      this.failure = new Error('Knowledge does not say which state it is in.', { cause: error });
      this.restsUntil = this.clock.now() + rest;
      return { states: this.last, verified: false };
    }
  }
}
