import { ModelFailure } from './chat/model-failure.js';

/** More than any answer takes that fits its tokens; whoever sends more sends no answer. */
const bytesAtMost = 4 * 1024 * 1024;

/** Ends a body that has no end, before whoever collects it runs out of memory. */
function bounded(body: ReadableStream<Uint8Array>, who: string): ReadableStream<Uint8Array> {
  let bytes = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > bytesAtMost)
          controller.error(new ModelFailure('bad-output', who, 'sent more than an answer can be'));
        else controller.enqueue(chunk);
      },
    }),
  );
}

const wantsEvents = (init: RequestInit | undefined): boolean =>
  typeof init?.body === 'string' && init.body.includes('"stream":true');

/**
 * What both SDKs fetch with. An SDK reads whatever comes as its protocol and finds no event in a page of HTML; here what is
 * not a stream of events is refused, and no body is longer than an answer can be.
 */
export const providerFetch =
  (who: string): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok && wantsEvents(init)) {
      const type = response.headers.get('content-type') ?? 'nothing';
      if (!type.startsWith('text/event-stream')) {
        await response.body?.cancel();
        throw new ModelFailure('bad-output', who, 'sent no stream of events');
      }
    }
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(bounded(response.body, who), { status, statusText, headers });
  };
