import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { failure, FailureError, toFailure, type Failure, type FailureCode } from '#kernel';
import type { Logger } from '#platform/logging';
import { problemOf } from './problem.js';
import { traceOf } from './request-trace.js';

/** What the framework itself refuses before any code of ours runs, by the status it would send. */
const ofStatus: Record<number, readonly [FailureCode, string]> = {
  400: ['malformed-request', 'The body is not valid JSON.'],
  404: ['not-found', 'There is nothing at this path, or not with this method.'],
  413: ['payload-too-large', 'The body is larger than what is taken here.'],
  415: ['unsupported-media-type', 'Send the body as application/json.'],
};

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return undefined;
}

/** The failure behind anything thrown on the way of an HTTP request. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  const known = ofStatus[statusOf(thrown) ?? 0];
  return known ? failure(...known) : toFailure(thrown);
}

/** Turns whatever was thrown into problem+json, and logs what nobody expected. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), thrown, this.logger);
  }
}

/** Sends the problem behind `thrown`; what has no failure of its own is logged with its stack. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown, logger: Logger): void {
  const { traceId } = traceOf(request);
  const found = failureOf(thrown);
  if (found.code === 'internal') logger.error({ err: thrown, url: request.url, traceId }, 'request failed');
  const problem = problemOf(found, traceId);
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="clubos"');
  if (found.retryable) void reply.header('retry-after', '1');
  void reply.status(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
