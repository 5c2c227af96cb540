import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { feedbackRequestSchema } from '#contracts';
import { readAs, traceOf } from '#platform/http';
import { principalOf } from '../security/api-key.guard.js';
import { RecordFeedback, type Recorded } from './record-feedback.js';

@Controller()
export class RecordFeedbackController {
  constructor(private readonly recordFeedback: RecordFeedback) {}

  /** 202 is a promise: the feedback is committed in PostgreSQL. */
  @Post('feedback')
  @HttpCode(202)
  give(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Recorded> {
    const { traceId } = traceOf(request);
    return this.recordFeedback.record(readAs(feedbackRequestSchema, body), principalOf(request), traceId);
  }
}
