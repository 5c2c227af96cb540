import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { queryStreamEventSchema, type QueryStreamEvent } from '#contracts';
import { testKey } from '../test-gateway.js';

export interface ReceivedEvent {
  readonly id: string | null;
  readonly part: QueryStreamEvent;
}

interface Asked {
  readonly query?: string;
  readonly path?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

/** A client of a stream that a spec can read, leave and hold up. */
export class StreamClient {
  readonly received: ReceivedEvent[] = [];
  /** Everything as it came. */
  text = '';
  retryMs: number | null = null;
  ended = false;
  private rest = '';
  private awaited: (() => void)[] = [];

  private constructor(
    private readonly sent: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => this.take(chunk));
    response.on('error', () => undefined).once('close', () => this.finish());
  }

  /** Asks, or with a `path` comes back with GET; resolves with the head. */
  static async open(
    port: number,
    { query, path = '/query', key = testKey, headers = {} }: Asked,
  ): Promise<StreamClient> {
    const body = query === undefined ? undefined : JSON.stringify({ query });
    const sent = request({
      port,
      path,
      method: body === undefined ? 'GET' : 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${key}`,
        accept: 'text/event-stream',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    sent.on('error', () => undefined);
    return new StreamClient(sent, response);
  }

  get status(): number {
    return this.response.statusCode!;
  }

  get parts(): QueryStreamEvent[] {
    return this.received.map(({ part }) => part);
  }

  get ids(): (string | null)[] {
    return this.received.map(({ id }) => id);
  }

  get lastId(): string {
    return this.ids.findLast((id) => id !== null)!;
  }

  get answerText(): string {
    return this.parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
  }

  /** Resolves once so many events came, or the stream ended. */
  async count(events: number): Promise<void> {
    while (this.received.length < events && !this.ended) await this.more();
  }

  async end(): Promise<void> {
    while (!this.ended) await this.more();
  }

  /** The next bytes, or the end. */
  more(): Promise<void> {
    return new Promise((resolve) => this.awaited.push(resolve));
  }

  /** Closes the connection without a word. */
  leave(): void {
    this.sent.destroy();
  }

  private take(chunk: string): void {
    this.text += chunk;
    const frames = (this.rest + chunk).split('\n\n');
    this.rest = frames.pop()!;
    for (const frame of frames) this.takeFrame(frame);
    this.tell();
  }

  private takeFrame(frame: string): void {
    const field = (name: string): string | null => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1] ?? null;
    const [retry, data] = [field('retry'), field('data')];
    if (retry !== null) this.retryMs = Number(retry);
    if (data === null) return;
    const part = queryStreamEventSchema.parse(JSON.parse(data));
    if (part.type !== field('event')) throw new Error(`event ${field('event')} holds a part ${part.type}`);
    this.received.push({ id: field('id'), part });
  }

  private finish(): void {
    this.ended = true;
    this.tell();
  }

  private tell(): void {
    for (const tell of this.awaited.splice(0)) tell();
  }
}
