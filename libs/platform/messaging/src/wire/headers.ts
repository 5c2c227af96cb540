import { MsgHdrsImpl, type MsgHdrs } from '@nats-io/transport-node';
import { messageHeaders } from '#contracts';
import { formatTraceparent, type Deadline, type TraceContext } from '#kernel';

/** A request id goes into a header as it is, so nothing that could end the line may be in it. */
const requestIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
const millisecondsPattern = /^[0-9]{1,15}$/;

interface RequestHeaders {
  readonly traceparent: string | undefined;
  /** Milliseconds since the Unix epoch; `undefined` when absent or not a number. */
  readonly deadlineAt: number | undefined;
  /** Milliseconds until then when it was sent, by the sender's clock; `undefined` when absent or not a number. */
  readonly timeLeft: number | undefined;
  readonly principal: string | undefined;
  readonly requestId: string | undefined;
}

/**
 * The deadline travels as an instant and, since clocks of machines differ, as the time that was left when it was sent.
 * Writes into the map of the library's headers: its `set` checks the name letter by letter, and these names are constants.
 * @throws RangeError when the request id does not match `^[A-Za-z0-9_-]{1,64}$`
 */
export function requestHeaders(
  trace: TraceContext,
  deadline: Deadline,
  signedPrincipal: string,
  requestId: string,
): MsgHdrs {
  if (!requestIdPattern.test(requestId))
    throw new RangeError(`Not a request id: ${JSON.stringify(requestId.slice(0, 80))}`);
  const headers = new MsgHdrsImpl();
  headers.headers.set(messageHeaders.traceparent, [formatTraceparent(trace)]);
  headers.headers.set(messageHeaders.deadline, [String(Math.floor(deadline.at))]);
  headers.headers.set(messageHeaders.timeLeft, [String(Math.floor(deadline.remaining()))]);
  headers.headers.set(messageHeaders.principal, [signedPrincipal]);
  headers.headers.set(messageHeaders.requestId, [requestId]);
  return headers;
}

/** Reads in one pass; what does not have the right form is as good as absent. */
export function readRequestHeaders(headers: MsgHdrs | undefined): RequestHeaders {
  let traceparent: string | undefined;
  let deadline: string | undefined;
  let timeLeft: string | undefined;
  let principal: string | undefined;
  let requestId = '';
  for (const [name, values] of headers ?? []) {
    if (name === messageHeaders.traceparent) traceparent = values[0];
    else if (name === messageHeaders.deadline) deadline = values[0];
    else if (name === messageHeaders.timeLeft) timeLeft = values[0];
    else if (name === messageHeaders.principal) principal = values[0];
    else if (name === messageHeaders.requestId) requestId = values[0] ?? '';
  }
  return {
    traceparent,
    deadlineAt: millisecondsOf(deadline),
    timeLeft: millisecondsOf(timeLeft),
    principal,
    requestId: requestIdPattern.test(requestId) ? requestId : undefined,
  };
}

const millisecondsOf = (text: string | undefined): number | undefined =>
  text !== undefined && millisecondsPattern.test(text) ? Number(text) : undefined;

interface PartHeaders {
  /** Position in the stream, from 0; -1 when absent or not a number. */
  readonly part: number;
  readonly end: boolean;
}

export function partHeaders(part: number, end: boolean): MsgHdrs {
  const headers = new MsgHdrsImpl();
  headers.headers.set(messageHeaders.part, [String(part)]);
  if (end) headers.headers.set(messageHeaders.end, ['1']);
  return headers;
}

export function readPartHeaders(headers: MsgHdrs | undefined): PartHeaders {
  let part = -1;
  let end = false;
  for (const [name, values] of headers ?? []) {
    if (name === messageHeaders.part) part = /^[0-9]{1,15}$/.test(values[0] ?? '') ? Number(values[0]) : -1;
    else if (name === messageHeaders.end) end = values[0] === '1';
  }
  return { part, end };
}
