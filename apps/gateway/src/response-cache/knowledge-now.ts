import { knowledgeService, readKnowledgeStates } from '#contracts';
import { Deadline, FailureError, systemClock, type Clock } from '#kernel';
import { ownCall, type MessageBus } from '#platform/messaging';

export type States = Readonly<Record<string, string>>;

/** The state of knowledge as a question finds it. */
export interface Now {
  readonly states: States;
  /** False where knowledge could not be asked: these are the last states that were read. */
  readonly verified: boolean;
}

/** Milliseconds a question waits to be told which state knowledge is in. */
const within = 400;
/** Milliseconds that knowledge is not asked again after it did not answer. */
const rest = 250;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Which state knowledge is in, read after it was asked for: a publication that was acknowledged before is seen. Everybody
 * who asks while one reading is under way shares the next, so that many questions cost few readings.
 */
export class KnowledgeNow {
  private reading: Promise<Now> | undefined;
  private next: Promise<Now> | undefined;
  private last: States = {};
  private restsUntil = 0;
  private probing = false;
  private failure: Error | null = null;

  constructor(
    private readonly read: () => Promise<States>,
    private readonly clock: Clock = systemClock,
    /** How long a reading waits for company: to the end of this turn of the loop. */
    private readonly gather: () => Promise<void> = nextTurn,
  ) {}

  static over(bus: Pick<MessageBus, 'request'>): KnowledgeNow {
    return new KnowledgeNow(async () => {
      const call = ownCall('gateway', Deadline.in(within));
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
    // One that is under way may have been read before this was asked for.
    this.next ??= this.reading ? this.reading.then(() => this.begin()) : this.begin();
    return this.next;
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

  /** Whoever asks while others gather does so before the reading begins, and shares it. */
  private async begin(): Promise<Now> {
    await this.gather();
    this.next = undefined;
    this.reading = this.readOnce().finally(() => (this.reading = undefined));
    return this.reading;
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
