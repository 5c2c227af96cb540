import { knowledgeService, readKnowledgeStates } from '#contracts';
import { Deadline, FailureError, monotonicClock, type Clock } from '#kernel';
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

/** The states, and how long whoever sent for them may go by them. */
export interface Reading {
  readonly states: States;
  /** Milliseconds from when it was sent for. */
  readonly goodForMs: number;
}

interface Read {
  readonly now: Now;
  /** The clock's milliseconds up to which questions that come may go by it. */
  readonly until: number;
}

const none: Read = { now: { states: {}, verified: false }, until: -Infinity };

/**
 * Which state knowledge is in: a publication that was acknowledged before a question came is seen. A reading serves all who
 * come while it is good, for knowledge acknowledges no publication before that is over. Where it is good for no time, as
 * knowledge of before says, it serves those who came before it was begun, so that many questions cost few readings all the same.
 */
export class KnowledgeNow {
  private readonly readings: SharedReading<Read>;
  private last = none;
  private underWay: Promise<Read> | undefined;
  private restsUntil = -Infinity;
  private probing = false;
  private failure: Error | null = null;

  constructor(
    private readonly read: () => Promise<Reading>,
    private readonly clock: Clock = monotonicClock,
    /** As `SharedReading` has it. */
    gather?: () => Promise<void>,
  ) {
    this.readings = new SharedReading(() => {
      this.underWay = this.readOnce().finally(() => (this.underWay = undefined));
      return this.underWay;
    }, gather);
  }

  /** @param withinMs milliseconds a question waits to be told */
  static over(bus: Pick<MessageBus, 'request'>, withinMs: number): KnowledgeNow {
    return new KnowledgeNow(async () => {
      const call = ownCall('gateway', Deadline.in(withinMs));
      const reply = await bus.request(readKnowledgeStates, knowledgeService, {}, call);
      if (!reply.ok) throw new FailureError(reply.error);
      const { states, goodForMs = 0 } = reply.value;
      return { states, goodForMs };
    });
  }

  /** The states as they are now; never throws, and waits for nothing once knowledge has failed to answer. */
  async now(): Promise<Now> {
    const came = this.clock.now();
    if (this.failure) {
      this.probe();
      return { ...this.last.now, verified: false };
    }
    if (came < this.last.until) return this.last.now;
    if (this.underWay) {
      const begunBefore = await this.underWay;
      if (came < begunBefore.until || !begunBefore.now.verified) return begunBefore.now;
    }
    return (await this.readings.now()).now;
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

  private async readOnce(): Promise<Read> {
    const sent = this.clock.now();
    try {
      const { states, goodForMs } = await this.read();
      this.last = { now: { states, verified: true }, until: sent + goodForMs };
      this.failure = null;
      return this.last;
    } catch (error) {
      this.failure = new Error('Knowledge does not say which state it is in.', { cause: error });
      this.restsUntil = this.clock.now() + rest;
      return { now: { ...this.last.now, verified: false }, until: -Infinity };
    }
  }
}
