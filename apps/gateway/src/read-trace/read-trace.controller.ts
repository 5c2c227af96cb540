import { Controller, Get, Param } from '@nestjs/common';
import { z } from 'zod';
import type { RecordedEvent } from '#event-store';
import { fail } from '#kernel';
import { readAs } from '#platform/http';
import { AnswerRecords } from '../record-query/answer-records.js';

const parameters = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/, 'A trace id is 32 of 0-9 and a-f.') });

/** Everything recorded about one query. */
@Controller('traces')
export class ReadTraceController {
  constructor(private readonly records: AnswerRecords) {}

  @Get(':traceId')
  async read(@Param() params: unknown): Promise<{ traceId: string; events: readonly RecordedEvent[] }> {
    const { traceId } = readAs(parameters, params);
    const events = await this.records.trace(traceId);
    if (events.length === 0) throw fail('not-found', 'Nothing is recorded under this trace id.');
    return { traceId, events };
  }
}
