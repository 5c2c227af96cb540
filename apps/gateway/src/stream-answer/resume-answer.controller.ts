import { Controller, Delete, Get, HttpCode, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { failure, FailureError } from '#kernel';
import { callOf } from '../request-call.js';
import { ANSWER_DEADLINE_MS } from '../tokens.js';
import { eventId, readEventId } from './event-id.js';
import { lastEventOf } from './resume-headers.js';
import { principalOf } from '../security/api-key.guard.js';
import { StopAnswer } from './stop-answer.js';
import { StreamAnswers } from './stream-answers.js';

/** The rest of an answer, for clients that come back with GET, such as an EventSource; and its end, for those that want none. */
@Controller('query')
export class ResumeAnswerController {
  constructor(
    private readonly streams: StreamAnswers,
    private readonly stopAnswer: StopAnswer,
    @Inject(ANSWER_DEADLINE_MS) private readonly deadlineMs: number,
  ) {}

  @Get(':answerId/stream')
  async resume(
    @Param('answerId') answerId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const first = readEventId(eventId({ answerId, n: 0 }));
    const last = lastEventOf(request) ?? first;
    if (last.answerId !== answerId) {
      const message = 'It is the id of an event of another answer.';
      throw new FailureError(
        failure('invalid-request', 'The Last-Event-ID does not belong to this answer.', [
          { path: 'Last-Event-ID', message },
        ]),
      );
    }
    await this.streams.resume(last, callOf(request, this.deadlineMs), reply);
  }

  @Delete(':answerId/stream')
  @HttpCode(202)
  stop(@Param('answerId') answerId: string, @Req() request: FastifyRequest): void {
    readEventId(eventId({ answerId, n: 0 }));
    this.stopAnswer.stop(principalOf(request).id, answerId);
  }
}
