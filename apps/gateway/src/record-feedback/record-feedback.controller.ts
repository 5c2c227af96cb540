import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { feedbackRequestSchema } from '#contracts';
import { readAs, traceOf } from '#platform/http';
import { principalOf } from '../security/api-key.guard.js';
import { RecordFeedback } from './record-feedback.js';

@Controller()
export class RecordFeedbackController {
  constructor(private readonly recordFeedback: RecordFeedback) {}

  /** 202 is a promise: the feedback is committed in PostgreSQL. */
  @Post('feedback')
  @HttpCode(202)
  async give(@Body() body: unknown, @Req() request: FastifyRequest): Promise<{ feedbackId: string; traceId: string }> {
    const { traceId } = traceOf(request);
    const feedbackId = await this.recordFeedback.record(
      readAs(feedbackRequestSchema, body),
      principalOf(request),
      traceId,
    );
    return { feedbackId, traceId };
  }
}
