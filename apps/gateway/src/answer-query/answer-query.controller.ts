import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { queryRequestSchema, type QueryRequest } from '#contracts';
import { readAs } from '#platform/http';
import { ANSWER_DEADLINE_MS } from '../tokens.js';
import { clientLeft } from '../client-left.js';
import { callOf } from '../request-call.js';
import { lastEventOf, wantsResumable } from '../stream-answer/resume-headers.js';
import { StreamAnswers } from '../stream-answer/stream-answers.js';
import { AnswerQuery } from './answer-query.js';

@Controller()
export class AnswerQueryController {
  constructor(
    private readonly answerQuery: AnswerQuery,
    private readonly streams: StreamAnswers,
    @Inject(ANSWER_DEADLINE_MS) private readonly deadlineMs: number,
  ) {}

  @Post('query')
  async query(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = readAs(queryRequestSchema, body);
    if (request.headers.accept?.includes('text/event-stream')) return this.stream(query, request, reply);
    const response = await this.answerQuery.respond(query, callOf(request, this.deadlineMs, clientLeft(reply.raw)));
    await reply.status(200).send(response);
  }

  /** A client that comes back sends the same question with the last id it has, and gets the rest. */
  private stream(query: QueryRequest, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const call = callOf(request, this.deadlineMs);
    const last = lastEventOf(request);
    return last
      ? this.streams.resume(last, call, reply, query)
      : this.streams.ask(query, call, reply, wantsResumable(request));
  }
}
