/** One server-sent event (HTML Living Standard, 9.2). */
export interface ServerSentEvent {
  readonly event: string;
  /** Text without a line break, such as JSON. */
  readonly data: string;
  /** What a client that comes back sends as `Last-Event-ID`; without it, what it had before stays its last one. */
  readonly id?: string;
  /** Milliseconds after which a client that lost the stream is to come back. */
  readonly retryMs?: number;
}

/** A server-sent event as it goes over the wire. */
export function eventFrame({ event, data, id, retryMs }: ServerSentEvent): string {
  const first = (id === undefined ? '' : `id: ${id}\n`) + (retryMs === undefined ? '' : `retry: ${retryMs}\n`);
  return `${first}event: ${event}\ndata: ${data}\n\n`;
}

/** A comment: it says nothing to the client, and that the stream is alive to everything between. */
export const heartbeatFrame = ':\n\n';

/** The head of a stream that nothing between here and the client may keep, change or hold back; nginx knows the last one. */
export const eventStreamHead: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};
