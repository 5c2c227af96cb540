import { setTimeout as pause } from 'node:timers/promises';
import type { QueryStreamPart } from '#contracts';
import { nextTurn, systemClock, type Clock } from '#kernel';
import type { LogLine, SharedLog } from '#platform/cache';
import { redact } from '../answer-query/redact.js';
import { AnswerLog, type AnswerEnding } from './answer-log.js';
import { beganAt } from './event-id.js';
import { Waker } from './waker.js';

/**
 * Milliseconds for which an answer can be resumed after its last part: two minutes after a drop, and the half minute in which
 * a drop may go unnoticed because its client was slow or its line silent.
 */
export const keptForMs = 150_000;

/** Milliseconds between looks at an answer that another gateway works on: it takes seconds, and few are ever followed. */
const lookEveryMs = 50;
/** Milliseconds in which parts are gathered: a write for each token of a thousand streams would be more work than the streams. */
const gatherMs = lookEveryMs;
/** Milliseconds after its deadline at which an answer that did not end never will: its record may take one, clocks differ. */
const lostAfterMs = 2000;
/** Milliseconds between tries to write down what Redis did not take, and how many there are once the answer is over. */
const retryEveryMs = 1000;
const retries = 3;

/** Who may read an answer stands in its key: to anybody else it does not exist. */
const keyOf = (principal: string, answerId: string): string => `gateway:stream:${principal}:${answerId}`;

/** Answers as every gateway can read them while they are written and for two minutes after. */
export class SharedAnswers {
  /** Answers with parts that Redis did not take so far. */
  private readonly behind = new Set<AnswerLog>();
  private readonly writing = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly shared: SharedLog,
    private readonly answerDeadlineMs: number,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Writes an answer down as it grows, beside everything else: nobody waits for it, and the parts keep their order. */
  share(principal: string, log: AnswerLog): void {
    const writing = this.writeAll(keyOf(principal, log.answerId), log).finally(() => {
      this.behind.delete(log);
      this.writing.delete(writing);
    });
    this.writing.add(writing);
  }

  /** Whether some of it could not be written down, so that only this process can resume it. */
  isBehind(log: AnswerLog): boolean {
    return this.behind.has(log);
  }

  /**
   * An answer that some gateway works on or worked on: it goes on growing until it ends, or `left` aborts.
   * @returns undefined where this principal has no such answer, or had it too long ago
   * @throws when Redis is away
   */
  async find(principal: string, answerId: string, left: AbortSignal): Promise<AnswerLog | undefined> {
    const key = keyOf(principal, answerId);
    const log = new AnswerLog(answerId);
    takeOver(log, await this.shared.after(key, 0));
    if (log.last === 0) return undefined;
    void this.followAll(key, log, left);
    return log;
  }

  ping(): Promise<void> {
    return this.shared.ping();
  }

  /** Gives what is being written `graceMs` to be written. */
  async close(graceMs: number): Promise<void> {
    await Promise.race([Promise.all(this.writing), pause(graceMs, undefined, { ref: false })]);
    this.closing.abort();
    await this.shared.close();
  }

  private async writeAll(key: string, log: AnswerLog): Promise<void> {
    const waker = new Waker();
    const stop = log.onChange(waker.wake);
    this.closing.signal.addEventListener('abort', waker.wake);
    let written = 0;
    for (let failures = 0; failures <= retries && !this.closing.signal.aborted;) {
      const lines = linesOf(log, written);
      if (lines.length === 0 && log.ending !== null) break;
      if (lines.length === 0) {
        await waker.sleep(null);
        // The client comes first, others are told of an answer at once, and what comes together is written together.
        await (written === 0 ? nextTurn() : paused(gatherMs, this.closing.signal));
        continue;
      }
      try {
        await this.shared.append(key, lines, keptForMs);
        written = lines.at(-1)!.n;
        this.behind.delete(log);
      } catch {
        // It stays in memory; its end says so to the client, and the health check to everybody else.
        this.behind.add(log);
        if (log.ending !== null) failures += 1;
        await waker.sleep(retryEveryMs);
      }
    }
    stop();
    this.closing.signal.removeEventListener('abort', waker.wake);
  }

  private async followAll(key: string, log: AnswerLog, left: AbortSignal): Promise<void> {
    const until = beganAt(log.answerId) + this.answerDeadlineMs + lostAfterMs;
    const over = AbortSignal.any([left, this.closing.signal]);
    while (log.ending === null && this.clock.now() < until && !over.aborted) {
      await paused(lookEveryMs, over);
      // Redis may be back before the answer's time is up.
      takeOver(log, await this.shared.after(key, log.last).catch(() => []));
    }
    log.finish('lost');
  }
}

/** An ending that is no part of the answer is a line of its own, after the last one. */
const marks: readonly string[] = ['cut', 'lost'] satisfies AnswerEnding[];
const isMark = (text: string): text is 'cut' | 'lost' => marks.includes(text);

/** A part as it may be kept outside: the reasons of a route may hold words of the question, and with them of a person. */
function keptOf(type: string, json: string): string {
  if (type !== 'answer-start') return json;
  const start = JSON.parse(json) as Extract<QueryStreamPart, { type: 'answer-start' }>;
  return JSON.stringify({ ...start, route: { ...start.route, reasons: start.route.reasons.map(redact) } });
}

/** What is not written yet. Where the oldest of it is gone already a hole is left, which readers see by the numbers. */
function linesOf(log: AnswerLog, written: number): LogLine[] {
  const parts = log.after(written) ?? log.after(log.last - 1) ?? [];
  const lines = parts.map(({ n, type, json }) => ({ n, text: `${type} ${keptOf(type, json)}` }));
  if (log.ending !== null && isMark(log.ending) && written <= log.last)
    lines.push({ n: log.last + 1, text: log.ending });
  return lines;
}

/** Only what follows without a hole is taken over; after one, nothing is known of the rest. */
function takeOver(log: AnswerLog, lines: readonly LogLine[]): void {
  for (const { n, text } of lines) {
    if (isMark(text)) log.finish(text);
    else if (log.last > 0 && n !== log.last + 1) log.finish('lost');
    else {
      const space = text.indexOf(' ');
      log.put({ n, type: text.slice(0, space), json: text.slice(space + 1) });
    }
  }
}

/** A pause that ends early, without a word, when there is nothing to wait for any more. */
const paused = (milliseconds: number, over: AbortSignal): Promise<void> =>
  pause(milliseconds, undefined, { signal: over }).catch(() => undefined);
