import { z } from 'zod';
import { failureCodes } from '#kernel';
import { subjectOf } from './subjects.js';

/** A question with one reply. The service is a parameter where several services speak the same protocol. */
export interface RequestContract<Request extends z.ZodType, Reply extends z.ZodType> {
  readonly kind: 'request';
  readonly name: string;
  readonly version: number;
  readonly request: Request;
  readonly reply: Reply;
  subject(service: string): string;
}

/** A question whose reply is a stream of parts. */
export interface StreamContract<Request extends z.ZodType, Part extends z.ZodType> {
  readonly kind: 'stream';
  readonly name: string;
  readonly version: number;
  readonly request: Request;
  readonly part: Part;
  subject(service: string): string;
}

/** Something said to whoever listens, with no reply. */
export interface AnnouncementContract<Body extends z.ZodType> {
  readonly kind: 'announce';
  readonly name: string;
  readonly version: number;
  readonly body: Body;
  subject(service: string): string;
}

export function defineRequest<Request extends z.ZodType, Reply extends z.ZodType>(
  name: string,
  version: number,
  schemas: { request: Request; reply: Reply },
): RequestContract<Request, Reply> {
  return {
    kind: 'request',
    name,
    version,
    ...schemas,
    subject: (service) => subjectOf(service, 'request', name, version),
  };
}

export function defineStream<Request extends z.ZodType, Part extends z.ZodType>(
  name: string,
  version: number,
  schemas: { request: Request; part: Part },
): StreamContract<Request, Part> {
  return {
    kind: 'stream',
    name,
    version,
    ...schemas,
    subject: (service) => subjectOf(service, 'stream', name, version),
  };
}

export function defineAnnouncement<Body extends z.ZodType>(
  name: string,
  version: number,
  body: Body,
): AnnouncementContract<Body> {
  return { kind: 'announce', name, version, body, subject: (service) => subjectOf(service, 'announce', name, version) };
}

export const failureSchema = z.object({
  code: z.enum(failureCodes),
  message: z.string(),
  retryable: z.boolean(),
  places: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** What every reply on the bus looks like, whatever its contract. */
export const replySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: failureSchema }),
]);
export type Reply = z.infer<typeof replySchema>;

/** Tells every instance of a service that the caller of one request has gone. */
export const cancelSubject = (service: string): string => subjectOf(service, 'control', 'cancel', 1);
export const cancelSchema = z.object({ requestId: z.string().min(1).max(64) });

/** The headers that travel with every message. Times are Unix milliseconds in decimal. */
export const messageHeaders = {
  traceparent: 'traceparent',
  deadline: 'club-deadline',
  /** A duration: milliseconds until the deadline when it was sent. Older senders leave it out. */
  timeLeft: 'club-time-left',
  principal: 'club-principal',
  requestId: 'club-request-id',
  /** Position of a stream's part, from 0, so that a lost one is noticed. */
  part: 'club-part',
  /** `1` on the message that ends a stream. */
  end: 'club-end',
} as const;

/** On whose behalf a request is made. Signed by the gateway, verified by every service. */
export const principalSchema = z.object({
  id: z.string().min(1).max(64),
  kind: z.enum(['service', 'staff', 'member', 'api-key']),
});
export type Principal = z.infer<typeof principalSchema>;
