import type { FastifyReply } from 'fastify';
import type { QueryRequest } from '#contracts';
import { fail, toFailure } from '#kernel';
import type { Logger } from '#platform/logging';
import type { Call } from '#platform/messaging';
import type { AnswerQuery } from '../answer-query/answer-query.js';
import type { AnswerLog } from './answer-log.js';
import { AnswerWork } from './answer-work.js';
import { EventConnection, type ConnectionOptions, type Passed } from './event-connection.js';
import type { Position } from './event-id.js';
import type { OpenStreams } from './open-streams.js';
import type { PastAnswers } from './past-answers.js';
import { RecentAnswers } from './recent-answers.js';
import type { SharedAnswers } from './shared-answers.js';

export interface StreamSettings extends ConnectionOptions {
  /** Milliseconds that open streams get to end by themselves when the process stops. */
  readonly drainMs: number;
}

/** Milliseconds for an answer that is hurried to be recorded, and for what is sent last to be read. */
const hurryMs = 1000;
const farewellMs = 300;

/** The client of one request: who it is, and what it is to be asked anew with, where there is a question. */
interface Reader {
  readonly connection: EventConnection;
  readonly call: Call;
  readonly request: QueryRequest | null;
}

/** Answers as server-sent events: asked, and resumed after a drop. */
export class StreamAnswers {
  private readonly recent = new RecentAnswers();
  private readonly connections = new Set<EventConnection>();
  private readonly works = new Map<string, AnswerWork>();

  constructor(
    private readonly answerQuery: Pick<AnswerQuery, 'answer'>,
    private readonly shared: SharedAnswers,
    private readonly past: PastAnswers,
    private readonly open: OpenStreams,
    private readonly settings: StreamSettings,
    private readonly logger: Logger,
  ) {}

  /**
   * Asks, and streams the answer.
   * @param keepsOn whether the answer goes on being worked on when its client drops, so that it can be resumed whole
   * @throws FailureError as `AnswerQuery.answer` does, or because too many streams are open
   */
  async ask(request: QueryRequest, call: Call, reply: FastifyReply, keepsOn: boolean): Promise<void> {
    const connection = this.connect(reply);
    if (keepsOn) connection.header('preference-applied', 'resumable');
    await this.begin({ connection, call, request }, keepsOn, false);
  }

  /**
   * Streams what a client has not got yet of an answer of its own, from whichever gateway gave it. Where that cannot be had,
   * it gets the whole answer; and where the answer was cut off because its client left, the question is asked anew.
   * @param request the question, if the client sent it
   * @throws FailureError `not-found` where nothing is known of the answer, `unavailable` where nobody can tell
   */
  async resume(at: Position, call: Call, reply: FastifyReply, request: QueryRequest | null = null): Promise<void> {
    const connection = this.connect(reply);
    const found = at.n === Infinity ? 'whole' : await this.find(at, call, connection);
    if (found === 'whole') return void reply.status(204).send();
    const reader = { connection, call, request };
    if (typeof found === 'string') return this.sendWhole(reader, at.answerId, found);
    const leave = this.open.enter(call.principal.id);
    found.keepsOn = true;
    connection.header('preference-applied', 'resumable');
    connection.open();
    try {
      const passed = await connection.pass(found, at.n);
      if (passed === 'cut' || passed === 'lost') return await this.sendWhole(reader, at.answerId, passed);
      await this.conclude(connection, passed);
    } finally {
      leave();
    }
  }

  /** Has an answer not worked on any more, as if its client had left; nothing where this gateway does not work on it. */
  stop(principal: string, answerId: string): void {
    this.works.get(keyOf(principal, answerId))?.cut();
  }

  /** Ends every stream in order: by itself as long as there is time, then at once, and what is left goes on elsewhere. */
  async drain(): Promise<void> {
    this.open.close();
    await this.open.whenEmpty(this.settings.drainMs);
    for (const work of this.works.values()) work.hurry();
    await this.open.whenEmpty(hurryMs);
    for (const connection of this.connections) connection.stop();
    await this.open.whenEmpty(farewellMs);
    await this.shared.close(farewellMs);
  }

  private connect(reply: FastifyReply): EventConnection {
    const connection = new EventConnection(reply, this.settings);
    this.connections.add(connection);
    connection.left.addEventListener('abort', () => this.connections.delete(connection), { once: true });
    return connection;
  }

  private async begin(reader: Reader, keepsOn: boolean, anew: boolean): Promise<void> {
    const { connection, call, request } = reader;
    const work = await AnswerWork.begin(this.answerQuery, request!, call);
    const leave = await this.enter(call.principal.id, work);
    const { log } = work;
    log.keepsOn = keepsOn;
    const cut = (): void => {
      if (!log.keepsOn) work.cut();
    };
    connection.left.addEventListener('abort', cut, { once: true });
    if (connection.left.aborted) cut();
    const working = this.work(work, call.principal.id);
    try {
      if (anew) await connection.send({ type: 'resync', answer: null });
      const passed = await connection.pass(log, 0);
      if (passed === 'cut') await this.sendWhole({ ...reader, request: null }, log.answerId, passed);
      else await this.conclude(connection, passed, log);
    } finally {
      void working.finally(leave);
    }
  }

  private async enter(principal: string, work: AnswerWork): Promise<() => void> {
    try {
      return this.open.enter(principal, work.urgent);
    } catch (error) {
      await work.refuse();
      throw error;
    }
  }

  private async work(work: AnswerWork, principal: string): Promise<void> {
    const { log } = work;
    const key = keyOf(principal, log.answerId);
    this.works.set(key, work);
    this.recent.begin(principal, log);
    this.shared.share(principal, log);
    await work.run(() => this.shared.isBehind(log), this.logger);
    this.recent.end(principal, log);
    this.works.delete(key);
  }

  /** What a stream ends with, once what there was to pass on is sent. */
  private async conclude(connection: EventConnection, passed: Passed, log?: AnswerLog): Promise<void> {
    if (passed === 'whole') return connection.end();
    if (passed === 'stopping') return connection.sendElsewhere();
    // A client that reads too slowly did not leave: it may come back for an answer that is there.
    if (passed === 'slow' && log) log.keepsOn = true;
    connection.drop();
  }

  /** Where an answer is to be read on, `whole` where the client has it, or why that cannot be. */
  private async find({ answerId, n }: Position, call: Call, connection: EventConnection): Promise<Found> {
    const log = await this.findLog(call.principal.id, answerId, connection.left);
    if (typeof log === 'string') return log;
    if (log.ending === 'whole' && n >= log.last) return n === log.last ? 'whole' : 'unknown';
    if (log.ending === 'cut' || log.ending === 'lost') return log.ending;
    return log.after(n) === null ? 'gone' : log;
  }

  private async findLog(principal: string, answerId: string, left: AbortSignal): Promise<AnswerLog | Missing> {
    const here = this.recent.find(principal, answerId);
    if (here) return here;
    try {
      return (await this.shared.find(principal, answerId, left)) ?? 'unknown';
    } catch (error) {
      this.logger.warn({ err: toFailure(error) }, 'an answer cannot be looked up: Redis is away');
      return 'unreachable';
    }
  }

  /** The whole answer in one event, or a new one; for who did not see the rest of the old one come. */
  private async sendWhole(reader: Reader, answerId: string, why: Missing): Promise<void> {
    const { connection, call, request } = reader;
    const answer = why === 'cut' && request ? undefined : await this.past.find(call.principal.id, answerId);
    if (answer) {
      await connection.send({ type: 'resync', answer }, { answerId, n: Infinity });
      return connection.end();
    }
    if (request && (why === 'cut' || why === 'lost')) return this.begin(reader, true, true);
    if (connection.begun) return connection.drop();
    throw why === 'unknown' || why === 'lost'
      ? fail('not-found', 'Nothing is known of this answer, or it was never finished: ask again.')
      : fail('unavailable', 'The rest of this answer cannot be had right now: try again in a moment.');
  }
}

const keyOf = (principal: string, answerId: string): string => `${principal}:${answerId}`;

/** Why an answer cannot be read on: it ended otherwise, its oldest parts are gone, nobody knows it, or Redis is away. */
type Missing = 'cut' | 'lost' | 'gone' | 'unknown' | 'unreachable';
type Found = AnswerLog | 'whole' | Missing;
