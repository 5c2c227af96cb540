import type { FastifyRequest } from 'fastify';
import { Deadline, uuidV7 } from '#kernel';
import { traceOf } from '#platform/http';
import type { Call } from '#platform/messaging';
import { principalOf } from './security/api-key.guard.js';

/** What travels with everything that is done for one HTTP request. */
export function callOf(request: FastifyRequest, deadlineMs: number, signal?: AbortSignal): Call {
  const call = {
    deadline: Deadline.in(deadlineMs),
    trace: traceOf(request),
    principal: principalOf(request),
    requestId: uuidV7(),
  };
  return signal ? { ...call, signal } : call;
}
