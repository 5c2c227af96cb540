import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stub does with the next calls: says these pieces and is done, refuses, never answers, or breaks off. */
export type StubBehavior =
  | { readonly says: readonly string[]; readonly thenBreaksOff?: boolean; readonly finish?: string }
  | { readonly status: number }
  | 'hangs';

export interface StubCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: { readonly model: string; readonly stream: boolean } & Record<string, unknown>;
}

const event = (data: unknown, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;

/** OpenAI, "Streaming responses" of chat completions: chunks as server-sent events, `[DONE]` at the end. */
function* openAiEvents(pieces: readonly string[], model: string, finish: string | undefined): Generator<string> {
  const chunk = (delta: object, reason: string | null = null): string =>
    event({
      id: 'chatcmpl-stub',
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    });
  yield chunk({ role: 'assistant', content: '' });
  for (const content of pieces) yield chunk({ content });
  if (finish === undefined) return;
  yield chunk({}, finish);
  yield 'data: [DONE]\n\n';
}

/** Anthropic, "Streaming messages": named events from message_start to message_stop. */
function* anthropicEvents(pieces: readonly string[], model: string, finish: string | undefined): Generator<string> {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = {
    id: 'msg_stub',
    type: 'message',
    role: 'assistant',
    content: [],
    model,
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  yield event({ type: 'message_start', message }, 'message_start');
  yield event(
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    'content_block_start',
  );
  yield event({ type: 'ping' }, 'ping');
  for (const text of pieces) {
    yield event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }, 'content_block_delta');
  }
  if (finish === undefined) return;
  yield event({ type: 'content_block_stop', index: 0 }, 'content_block_stop');
  const delta = { stop_reason: finish, stop_sequence: null };
  yield event({ type: 'message_delta', delta, usage: { output_tokens: 1 } }, 'message_delta');
  yield event({ type: 'message_stop' }, 'message_stop');
}

/** Speaks the streaming protocols of OpenAI (`/v1/chat/completions`) and Anthropic (`/v1/messages`) on a free port. */
export class ModelStub {
  behavior: StubBehavior = { says: [] };
  readonly calls: StubCall[] = [];
  /** Calls whose caller went away before they were answered. */
  abandoned = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ModelStub> {
    const server = createServer();
    const stub = new ModelStub(server);
    server.on('request', (request, response) => void stub.answer(request, response));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    const body = JSON.parse(text) as StubCall['body'];
    const path = request.url ?? '';
    this.calls.push({ path, headers: request.headers, body });
    const { behavior } = this;
    if (behavior === 'hangs') return void response.on('close', () => (this.abandoned += 1));
    if ('status' in behavior) {
      const key = request.headers.authorization ?? request.headers['x-api-key'];
      const error = {
        type: 'error',
        error: { type: 'api_error', message: `The stub was told to fail. Your key: ${String(key)}` },
      };
      return void response
        .writeHead(behavior.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(error));
    }
    const anthropic = path.endsWith('/messages');
    const usual = anthropic ? 'end_turn' : 'stop';
    const finish = behavior.thenBreaksOff ? undefined : (behavior.finish ?? usual);
    const events = (anthropic ? anthropicEvents : openAiEvents)(behavior.says, body.model, finish);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const each of events) response.write(each);
    response.end();
  }
}
