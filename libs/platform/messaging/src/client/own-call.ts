import { newTraceContext, uuidV7, type Deadline } from '#kernel';
import type { Call } from './outgoing-call.js';

/** What travels with something a service asks for itself, on nobody's behalf: a trace and a request of its own. */
export const ownCall = (service: string, deadline: Deadline): Call => ({
  deadline,
  trace: newTraceContext(),
  principal: { id: service, kind: 'service' },
  requestId: uuidV7(),
});
