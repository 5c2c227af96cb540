import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { failure, FailureError, toFailure, type Failure, type FailureCode } from '#kernel';
import type { Logger } from '#platform/logging';
import { methodsAt } from './known-routes.js';
import { problemOf } from './problem.js';
import { traceOf } from './request-trace.js';

/** What the framework itself refuses before any code of ours runs, by the status it would send. */
const ofStatus: Record<number, readonly [FailureCode, string]> = {
  403: ['forbidden', 'This is not allowed.'],
  404: ['not-found', 'There is nothing at this path.'],
  413: ['payload-too-large', 'The body is larger than what is taken here.'],
  414: ['not-found', 'There is nothing at a path that long.'],
  415: ['unsupported-media-type', 'Send the body as application/json.'],
};

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** Nest hands on what Fastify says of a body as an exception of its own, without the code. */
const saysBody = (thrown: unknown): boolean => thrown instanceof HttpException && thrown.message.startsWith('Body ');

/** Nobody's route, as the framework says it; a route's own `not-found` is a failure. */
const isUnrouted = (thrown: unknown): boolean => thrown instanceof HttpException && thrown.getStatus() === 404;

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return 500;
}

/** The failure behind anything thrown on the way of an HTTP request. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  const status = statusOf(thrown);
  const known = ofStatus[status];
  if (known) return failure(...known);
  if (status < 400 || status > 499) return toFailure(thrown);
  const inBody = thrown instanceof SyntaxError || codeOf(thrown).startsWith('FST_ERR_CTP') || saysBody(thrown);
  return failure('malformed-request', inBody ? 'The body is not valid JSON.' : 'The request could not be read.');
}

/** A body that the framework cut off is told how long it may be. */
function withLimit(found: Failure, thrown: unknown, { routeOptions }: Pick<FastifyRequest, 'routeOptions'>): Failure {
  if (found.code !== 'payload-too-large' || thrown instanceof FailureError) return found;
  return failure(
    'payload-too-large',
    `The body is larger than the ${routeOptions.bodyLimit} bytes that are taken here.`,
  );
}

const wrongMethod = (methods: readonly string[]): Failure =>
  failure('method-not-allowed', `What is at this path takes ${methods.join(', ')} only.`);

/** Turns whatever was thrown into problem+json, and logs what nobody expected. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), thrown, this.logger);
  }
}

/** For `new FastifyAdapter(…)`: what the router refuses, such as a path that cannot be decoded, reaches no filter. */
export const problemOptions = (logger: Logger): Pick<FastifyServerOptions, 'frameworkErrors'> => ({
  frameworkErrors: (error, request, reply) => sendProblem(request, reply, error, logger),
});

/**
 * Sends the problem behind `thrown`. What nobody expected is logged with its stack, and so is what a failure says of itself
 * for the log only. A response that has begun is cut off: its reader must neither take it for whole nor wait for the rest.
 */
function sendProblem(
  request: Pick<FastifyRequest, 'raw' | 'url' | 'server' | 'routeOptions'>,
  reply: FastifyReply,
  thrown: unknown,
  logger: Logger,
): void {
  const { traceId } = traceOf(request);
  const path = request.url.split('?', 1)[0]!;
  const methods = isUnrouted(thrown) ? methodsAt(request.server, path) : [];
  const found = methods.length > 0 ? wrongMethod(methods) : withLimit(failureOf(thrown), thrown, request);
  const details = { err: thrown, path, traceId };
  if (found.code === 'internal') logger.error(details, 'request failed');
  else if (thrown instanceof FailureError && thrown.internal !== undefined) logger.warn(details, 'request refused');
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  const problem = problemOf(found, traceId);
  if (methods.length > 0) void reply.header('allow', methods.join(', '));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="clubos"');
  if (found.retryable) void reply.header('retry-after', '1');
  void reply.status(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
