import { once } from 'node:events';
import type { FastifyReply } from 'fastify';
import type { QueryStreamPart } from '#contracts';

const frame = (part: QueryStreamPart): string => `event: ${part.type}\ndata: ${JSON.stringify(part)}\n\n`;

/**
 * Sends parts as server-sent events, each the moment it comes, and waits for a slow client instead of buffering for it.
 * The first part is awaited before the head is sent, so what is refused before it is an ordinary problem response.
 */
export async function sendEventStream(
  reply: FastifyReply,
  parts: AsyncIterable<QueryStreamPart>,
  left: AbortSignal,
): Promise<void> {
  const iterator = parts[Symbol.asyncIterator]();
  let next = await iterator.next();
  reply.hijack();
  const response = reply.raw;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  while (!next.done) {
    if (!left.aborted && !response.write(frame(next.value))) await drained(response, left);
    // A query whose asker left is still ended and recorded; there is only nobody to send it to.
    next = await iterator.next();
  }
  response.end();
}

async function drained(response: FastifyReply['raw'], left: AbortSignal): Promise<void> {
  try {
    await once(response, 'drain', { signal: left });
  } catch (error) {
    if (!left.aborted) throw error;
  }
}
