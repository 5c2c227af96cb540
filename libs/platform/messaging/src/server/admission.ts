import type { Msg } from '@nats-io/transport-node';
import { Deadline, err, fail, failure, FailureError, ok, type Clock, type Result } from '#kernel';
import { nameOf, placesOf } from '../wire/envelope.js';
import { readRequestHeaders } from '../wire/headers.js';
import type { PrincipalSeal } from '../wire/principal.js';
import type { Arrival } from './incoming-call.js';
import type { Route } from './route.js';

export interface Admitted {
  readonly arrival: Arrival;
  readonly body: unknown;
}

/**
 * Everything that has to be right before a handler is called, the cheapest and the most telling first: the headers, the
 * signature, the time that is left, then the body.
 */
export function admit(route: Route, message: Msg, seal: PrincipalSeal, clock: Clock): Result<Admitted, FailureError> {
  const { traceparent, deadlineAt, timeLeft, principal: signed, requestId } = readRequestHeaders(message.headers);
  const principal = signed === undefined ? undefined : seal.verify(signed);
  if (!principal) return err(fail('forbidden', 'It is not said on whose behalf this is asked.'));
  if (deadlineAt === undefined) return err(fail('malformed-request', 'The request has no deadline.'));
  if (requestId === undefined) return err(fail('malformed-request', 'The request has no id.'));
  const instant = Deadline.at(deadlineAt, clock);
  // Whichever is sooner here: a clock that is behind gives nobody more time than was left.
  const deadline = timeLeft === undefined ? instant : instant.within(timeLeft);
  if (deadline.passed) return err(fail('deadline-exceeded', 'The request came after its deadline.'));
  const body = readBody(route, message);
  if (!body.ok) return body;
  const streaming = route.contract.kind === 'stream';
  const { subject } = route;
  const arrival = { subject, reply: message.reply ?? '', streaming, traceparent, deadline, principal, requestId };
  return ok({ arrival, body: body.value });
}

function readBody({ contract }: Route, message: Msg): Result<unknown, FailureError> {
  let json: unknown;
  try {
    json = message.json();
  } catch {
    return err(fail('malformed-request', 'The request is not JSON.'));
  }
  const parsed = contract.request.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const sentence = `The request does not fit ${nameOf(contract)}.`;
  return err(new FailureError(failure('invalid-request', sentence, placesOf(parsed.error))));
}
