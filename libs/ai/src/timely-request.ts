import { request as requestOverHttp, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestOverHttps } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { failure, FailureError, type Deadline } from '#kernel';

/** The time was over before anything of the call had gone out: nobody heard of it, and nobody is to pay for it. */
export class NeverSent extends FailureError {
  constructor() {
    super(
      failure('deadline-exceeded', 'The model did not answer in time.'),
      'the call did not go out before its deadline',
    );
    this.name = 'NeverSent';
  }
}

export interface TimelyRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Nothing goes out at it or later. */
  readonly deadline: Deadline;
  /** Aborted, the connection is torn down at once. */
  readonly signal: AbortSignal;
}

/**
 * Asks over HTTP, and lets nothing out once the deadline has passed: the clock is looked at when the connection is there,
 * in the same turn in which head and body are written to it. Whatever took its time before, a look-up, a connection or a
 * process that did not get round to it, is before that look.
 * @throws NeverSent
 */
export function requestInTime(
  url: string,
  { deadline, signal, body, ...asked }: TimelyRequest,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = openRequest(url, asked);
    const hangUp = (): void => void request.destroy(asError(signal.reason));
    request.once('error', reject);
    request.once('close', () => signal.removeEventListener('abort', hangUp));
    request.once('response', resolve);
    request.once('socket', (socket) => {
      whenOpen(socket, () => {
        if (deadline.passed) request.destroy(new NeverSent());
        else request.end(body);
      });
    });
    if (signal.aborted) hangUp();
    else signal.addEventListener('abort', hangUp, { once: true });
  });
}

const openRequest = (url: string, options: RequestOptions): ClientRequest =>
  (url.startsWith('https:') ? requestOverHttps : requestOverHttp)(url, options);

function whenOpen(socket: Socket, act: () => void): void {
  // 'unknown' says that the handshake is not over.
  const handshakes = socket instanceof TLSSocket && (socket.connecting || socket.getProtocol() === 'unknown');
  if (handshakes) socket.once('secureConnect', act);
  else if (socket.connecting) socket.once('connect', act);
  else act();
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
