import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { anthropicMessages, openAiChat, openAiResponses, type Said } from './wire.js';

/** An answer in pieces. How it ends: as it should, or as one of these says. */
export interface Talk {
  /** Those that come at times of their own are written when they come, until the caller leaves. */
  readonly says: Iterable<string> | AsyncIterable<string>;
  /** Why it stops, in the protocol's word: `length`, `max_tokens`, `content_filter`, `refusal`. */
  readonly finish?: string;
  readonly usage?: { readonly input: number; readonly output: number };
  /** `end`: the stream ends without its end; `reset`: the connection is torn down; `hang`: nothing comes any more. */
  readonly cut?: 'end' | 'reset' | 'hang';
  /** An error inside the stream, by its type: `overloaded_error`. */
  readonly error?: string;
  /** Milliseconds between two pieces of so many bytes, whatever events they cut through. */
  readonly drip?: { readonly bytes: number; readonly everyMs: number };
  /** Milliseconds before the first piece. */
  readonly afterMs?: number;
}

/** A refusal, with headers and body as told. */
export interface Faulty {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The type or code of the error in the usual body. */
  readonly error?: string;
}

export type StubBehavior = Talk | Faulty | 'hangs';

export interface StubCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: { readonly model: string; readonly stream: boolean } & Record<string, unknown>;
  /** Aborts when the caller goes away before it is answered. */
  readonly gone: AbortSignal;
  /** Resolves when its connection has no more to do with it: whether it was answered, rather than hung up on. */
  readonly over: Promise<boolean>;
}

const protocols: readonly [end: string, finish: string, events: (said: Said) => AsyncGenerator<string>][] = [
  ['/messages', 'end_turn', anthropicMessages],
  ['/responses', 'stop', openAiResponses],
  ['/chat/completions', 'stop', openAiChat],
];

const sent = (response: ServerResponse, { status, headers, body, error = 'api_error' }: Faulty, key: unknown): void => {
  const told = { type: error, code: error, message: `The stub was told to fail. Your key: ${String(key)}` };
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(body ?? JSON.stringify({ type: 'error', error: told }));
};

/**
 * Speaks the streaming protocols of OpenAI (`/v1/chat/completions`, `/v1/responses`) and Anthropic (`/v1/messages`) on a
 * free port, and does what it is told: answers, refuses, hangs, drips, breaks off, talks garbage.
 */
export class ModelStub {
  /** What it does with the next calls; a function decides call by call. */
  behavior: StubBehavior | ((call: StubCall) => StubBehavior) = { says: [] };
  readonly calls: StubCall[] = [];
  /** Models that were looked up (`GET /v1/models/<id>`), which costs nothing. */
  readonly lookups: string[] = [];
  /** Calls whose caller went away before they were answered, by the time (`performance.now()`) it was noticed. */
  readonly abandonedAt: number[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ModelStub> {
    // An idle connection stays: closed while a busy caller takes it up again, it would be a provider that cannot be reached.
    const server = createServer({ keepAliveTimeout: 0 });
    const stub = new ModelStub(server);
    server.on('request', (request, response) => void stub.answer(request, response));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get abandoned(): number {
    return this.abandonedAt.length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url: path = '', headers } = request;
    const key = headers.authorization ?? headers['x-api-key'];
    const gone = new AbortController();
    const over = Promise.withResolvers<boolean>();
    response.on('close', () => {
      over.resolve(response.writableFinished);
      if (response.writableFinished) return;
      this.abandonedAt.push(performance.now());
      gone.abort();
    });
    if (request.method === 'GET') return this.lookUp(path, response, key);
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    const call = { path, headers, body: JSON.parse(text) as StubCall['body'], gone: gone.signal, over: over.promise };
    this.calls.push(call);
    const behavior = typeof this.behavior === 'function' ? this.behavior(call) : this.behavior;
    if (behavior === 'hangs') return;
    if ('status' in behavior) return sent(response, behavior, key);
    await this.talk(call, behavior, response);
  }

  private async talk({ path, body }: StubCall, talk: Talk, response: ServerResponse): Promise<void> {
    const protocol = protocols.find(([end]) => path.endsWith(end));
    if (!protocol) return sent(response, { status: 404 }, undefined);
    const [, usual, events] = protocol;
    const said: Said = {
      pieces: talk.says,
      model: body.model,
      finish: talk.cut ? undefined : (talk.finish ?? usual),
      usage: talk.usage ?? { input: 10, output: 5 },
      usageWanted: (body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true,
      error: talk.error,
    };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (talk.afterMs) await pause(talk.afterMs);
    let text = '';
    for await (const each of events(said)) {
      if (response.destroyed) return;
      if (talk.drip) text += each;
      else response.write(each);
    }
    if (talk.drip) await drip(response, text, talk.drip);
    if (talk.cut === 'hang') return;
    if (talk.cut === 'reset') return void response.write('', () => response.socket?.resetAndDestroy());
    response.end();
  }

  /** Says that it knows every model, unless it was told to refuse keys or models. */
  private lookUp(path: string, response: ServerResponse, key: unknown): void {
    const model = decodeURIComponent(path.split('/').at(-1) ?? '');
    this.lookups.push(model);
    const { behavior } = this;
    if (typeof behavior === 'object' && 'status' in behavior && [401, 403, 404].includes(behavior.status))
      return sent(response, behavior, key);
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ id: model, object: 'model', type: 'model', created: 1_700_000_000, owned_by: 'stub' }));
  }
}

async function drip(response: ServerResponse, text: string, { bytes, everyMs }: { bytes: number; everyMs: number }) {
  for (let at = 0; at < text.length && !response.destroyed; at += bytes) {
    response.write(text.slice(at, at + bytes));
    await pause(everyMs);
  }
}
