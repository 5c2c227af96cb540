import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  decideExampleRequestSchema,
  learnedExampleSchema,
  type LearnedExample,
  type LearnedExamplesResponse,
} from '#contracts';
import { readAs, traceOf } from '#platform/http';
import { AssistantDirectory } from '../assistants/assistant-directory.js';
import { Needs, principalOf } from '../security/api-key.guard.js';
import { ExampleList } from './example-list.js';

const filterSchema = z.strictObject({
  assistant: z.string().max(32).optional(),
  state: learnedExampleSchema.shape.state.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

const exampleId = z.object({ example: z.string().regex(/^[0-9a-f]{32}$/, 'An id is 32 of 0-9 and a-f.') });

/** What the router learns from use: it shows what others asked, so it needs the scope of those who change the routing. */
@Controller('routing/learned')
@Needs('manage')
export class LearnedExamplesController {
  constructor(
    private readonly examples: ExampleList,
    private readonly directory: AssistantDirectory,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<LearnedExamplesResponse> {
    const { assistant, state, limit } = readAs(filterSchema, query);
    const found = (await this.examples.read()).filter(
      (one) => (assistant ?? one.assistant) === one.assistant && (state ?? one.state) === one.state,
    );
    const { voicesNeeded } = this.examples;
    return { ...this.directory.learning(), voicesNeeded, list: found.slice(0, limit) };
  }

  @Post(':example/decision')
  @HttpCode(200)
  decide(@Param() params: unknown, @Body() body: unknown, @Req() request: FastifyRequest): Promise<LearnedExample> {
    const { example } = readAs(exampleId, params);
    const author = { actor: principalOf(request).id, traceId: traceOf(request).traceId };
    return this.examples.decide(example, readAs(decideExampleRequestSchema, body), author);
  }
}
