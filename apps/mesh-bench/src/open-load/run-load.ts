import { setTimeout as pause } from 'node:timers/promises';
import { Connections } from './connections.js';
import { HeardIds } from './heard-ids.js';
import type { HttpReply } from './http-reply.js';
import { requestBytes, type LoadPlan } from './plan.js';
import { seededRandom } from './random.js';
import { dueTimes } from './schedule.js';
import { answerIdIn, feedbackIdIn, Tally, type Fate, type Second, type TallyJson } from './tally.js';
import { zipf } from './zipf.js';

const tickMs = 1;

/** What a run came to. */
export interface LoadRun extends TallyJson {
  /** Seconds until everything had its reply. */
  readonly took: number;
  /** Questions, and pieces of feedback, that were due. */
  readonly due: number;
}

/** Sends what a plan says, on its schedule or as fast as it is answered, until its time is over and every reply is there. */
class Load {
  private readonly url: URL;
  private readonly connections: Connections;
  private readonly tally = new Tally();
  private readonly random: () => number;
  private readonly draw: () => number;
  private readonly heard: { answers: HeardIds; feedback: HeardIds } | null;
  private readonly started = performance.now();
  private turn = 0;
  private due = 0;
  private open = 0;
  private closing = false;

  constructor(private readonly plan: LoadPlan) {
    const { asking, bodies, connections: most, timeoutMs, heard } = plan;
    this.url = new URL(plan.url);
    this.connections = new Connections({ host: this.url.hostname, port: Number(this.url.port), most, timeoutMs });
    this.random = seededRandom(plan.seed);
    const drawn = asking.draw === 'zipf' ? zipf(bodies.length, asking.exponent) : null;
    this.draw = drawn ? () => drawn(this.random()) : () => this.turn % bodies.length;
    this.heard = heard ? { answers: new HeardIds(heard.answers), feedback: new HeardIds(heard.feedback) } : null;
  }

  async run(onSecond: (second: Second) => void): Promise<LoadRun> {
    const { pace, seconds } = this.plan;
    let second = 0;
    const ticking = setInterval(() => onSecond(this.endSecond((second += 1))), 1000);
    try {
      if (pace.model === 'open') await this.keepSchedule(dueTimes(pace.perSecond, pace.arrivals, this.random));
      else await this.keepBusy(pace.askers, seconds);
      this.closing = true;
      while (this.open > 0) await pause(tickMs);
    } finally {
      clearInterval(ticking);
      this.connections.close();
      this.heard?.answers.close();
      this.heard?.feedback.close();
    }
    onSecond(this.endSecond(second + 1));
    return { ...this.tally.toJSON(), took: (performance.now() - this.started) / 1000, due: this.due };
  }

  private endSecond(at: number): Second {
    return this.tally.endSecond(at, this.connections.queued, this.open - this.connections.queued);
  }

  /** What is due is sent, however many replies are still missing. */
  private async keepSchedule(times: Iterator<number, never>): Promise<void> {
    const end = this.plan.seconds * 1000;
    for (let next = times.next().value; next < end;) {
      const now = performance.now() - this.started;
      for (; next <= now && next < end; next = times.next().value) this.ask(this.started + next);
      if (next < end) await pause(tickMs);
    }
  }

  /** Each of so many askers asks again as soon as it has its answer, or when it was told to come again. */
  private async keepBusy(askers: number, seconds: number): Promise<void> {
    const again = (waitMs: number): void => {
      if (this.closing) return;
      if (waitMs === 0) this.ask(performance.now(), again);
      else setTimeout(again, waitMs, 0).unref();
    };
    for (let asker = 0; asker < askers; asker += 1) again(0);
    await pause(seconds * 1000);
  }

  /** @param then gets the milliseconds that the asker was told to wait before it asks again */
  private ask(due: number, then: (waitMs: number) => void = () => undefined): void {
    const body = this.plan.bodies[this.draw()]!;
    const key = this.plan.keys[this.turn % this.plan.keys.length]!;
    this.turn += 1;
    this.send('ask', requestBytes(this.url, '/query', key, body), due, (fate, reply) => {
      if ((fate === 'answered' || fate === 'other') && !(reply instanceof Error)) this.answered(reply, key);
      then(fate === 'refused' ? waitOf(reply) : 0);
    });
  }

  private answered({ body }: HttpReply, key: string): void {
    const answerId = answerIdIn(body);
    if (answerId === null) return;
    this.heard?.answers.add(answerId);
    if (this.plan.feedbackShare === 0 || this.random() >= this.plan.feedbackShare) return;
    const feedback = JSON.stringify({ answerId, helpful: this.random() < 0.8 });
    this.send('feedback', requestBytes(this.url, '/feedback', key, feedback), performance.now(), (fate, reply) => {
      const id = fate === 'recorded' && !(reply instanceof Error) ? feedbackIdIn(reply.body) : null;
      if (id !== null) this.heard?.feedback.add(id);
    });
  }

  private send(
    kind: 'ask' | 'feedback',
    bytes: Buffer,
    due: number,
    onDone: (fate: Fate, reply: HttpReply | Error) => void,
  ): void {
    this.due += 1;
    this.open += 1;
    this.tally.due();
    const begun = performance.now();
    let sent = begun;
    this.connections.send(
      bytes,
      (reply) => {
        this.open -= 1;
        onDone(this.tally.add(kind, reply, { due, sent, done: performance.now() }), reply);
      },
      () => (sent = performance.now()),
    );
  }
}

const waitOf = (reply: HttpReply | Error): number =>
  reply instanceof Error ? 0 : 1000 * Number.parseInt(reply.retryAfter ?? '0', 10);

/** Runs a plan in this process; `onSecond` hears of every second. */
export const runLoad = (plan: LoadPlan, onSecond: (second: Second) => void = () => undefined): Promise<LoadRun> =>
  new Load(plan).run(onSecond);
