import type { IncomingMessage } from 'node:http';
import type { Deadline } from '#kernel';
import { ModelFailure } from './chat/model-failure.js';
import { requestInTime, type TimelyRequest } from './timely-request.js';

/** More than any answer takes that fits its tokens; whoever sends more sends no answer. */
const bytesAtMost = 4 * 1024 * 1024;

/** Read ahead of whoever reads the body. */
const bytesAhead = 64 * 1024;

interface TimedInit extends RequestInit {
  readonly deadline?: Deadline;
}

/** What a request to a provider takes along through the SDK, to where it goes out. */
export const until = (deadline: Deadline) => ({ deadline, redirect: 'manual' }) as const;

const wantsEvents = (init: RequestInit | undefined): boolean =>
  typeof init?.body === 'string' && init.body.includes('"stream":true');

/** A body as it comes, no longer than an answer can be: whoever collects it does not run out of memory. */
function bodyOf(message: IncomingMessage, who: string): ReadableStream<Uint8Array> {
  let bytes = 0;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const failed = (error: Error): void => {
          message.destroy();
          controller.error(error);
        };
        message.once('error', failed);
        message.once('end', () => controller.close());
        message.on('data', (chunk: Buffer) => {
          bytes += chunk.byteLength;
          if (bytes > bytesAtMost)
            return failed(new ModelFailure('bad-output', who, 'sent more than an answer can be'));
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) <= 0) message.pause();
        });
      },
      pull() {
        message.resume();
      },
      cancel() {
        message.destroy();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: bytesAhead }),
  );
}

const empty: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * What both SDKs fetch with. A request that does not say until when it may go out goes nowhere, and one whose time is over
 * when its turn has come does not go out: whatever stands between a caller and this place. An SDK reads whatever comes as
 * its protocol and finds no event in a page of HTML; here what is not a stream of events is refused. Redirects are not
 * followed: a key is for the address it was given for.
 */
export const providerFetch =
  (who: string): typeof fetch =>
  async (input, init) => {
    const message = await requestInTime(String(input), asked(who, init));
    const { statusCode: status = 0, statusMessage: statusText = '' } = message;
    if (status < 300 && wantsEvents(init) && !isOfEvents(message)) {
      message.destroy();
      throw new ModelFailure('bad-output', who, 'sent no stream of events');
    }
    const hasBody = !empty.has(status);
    if (!hasBody) message.resume();
    return new Response(hasBody ? bodyOf(message, who) : null, { status, statusText, headers: headersOf(message) });
  };

function asked(who: string, { deadline, signal, method = 'GET', body, headers }: TimedInit = {}): TimelyRequest {
  if (!deadline || !signal) throw new TypeError(`A request to ${who} does not say until when it may go out.`);
  if (typeof body !== 'string' && body !== undefined) throw new TypeError(`A request to ${who} is no text.`);
  return { method, headers: Object.fromEntries(new Headers(headers)), body, deadline, signal };
}

const isOfEvents = ({ headers }: IncomingMessage): boolean =>
  (headers['content-type'] ?? '').startsWith('text/event-stream');

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
  return headers;
}
