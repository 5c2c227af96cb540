import type { ServerResponse } from 'node:http';

/** Aborts when the client closes its connection before it has its reply; at once where it did so before anybody looked. */
export function clientLeft(reply: ServerResponse): AbortSignal {
  const left = new AbortController();
  const look = (): void => {
    if (!reply.writableFinished) left.abort();
  };
  if (reply.closed) look();
  else reply.once('close', look);
  return left.signal;
}
