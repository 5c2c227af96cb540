import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { queryRequestSchema } from '#contracts';
import { readAs } from '#platform/http';
import { ANSWER_DEADLINE_MS } from '../tokens.js';
import { callOf } from '../request-call.js';
import { AnswerQuery } from './answer-query.js';
import { collectResponse } from './collect-response.js';
import { sendEventStream } from './send-event-stream.js';

@Controller()
export class AnswerQueryController {
  constructor(
    private readonly answerQuery: AnswerQuery,
    @Inject(ANSWER_DEADLINE_MS) private readonly deadlineMs: number,
  ) {}

  @Post('query')
  async query(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const left = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) left.abort();
    });
    const parts = this.answerQuery.answer(
      readAs(queryRequestSchema, body),
      callOf(request, this.deadlineMs, left.signal),
    );
    if (request.headers.accept?.includes('text/event-stream')) return sendEventStream(reply, parts, left.signal);
    const response = await collectResponse(parts);
    await reply.status(200).send(response);
  }
}
