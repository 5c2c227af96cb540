import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { approveAliasRequestSchema, removeAliasRequestSchema, type Alias, type AliasSuggestion } from '#contracts';
import { readAs, traceOf } from '#platform/http';
import { AnswerRecords } from '../record-query/answer-records.js';
import { Needs, principalOf } from '../security/api-key.guard.js';
import { Aliases, type Author } from './aliases.js';
import { suggestAliases } from './suggest-aliases.js';

const authorOf = (request: FastifyRequest): Author => ({
  actor: principalOf(request).id,
  traceId: traceOf(request).traceId,
});

/** Which questions are answered as another one, by a person's word. */
@Controller('cache/aliases')
export class AliasQuestionsController {
  constructor(
    private readonly aliases: Aliases,
    private readonly records: AnswerRecords,
  ) {}

  @Get()
  @Needs('manage')
  list(): { aliases: Alias[] } {
    return { aliases: this.aliases.list() };
  }

  @Get('suggestions')
  @Needs('manage')
  async suggestions(): Promise<{ suggestions: AliasSuggestion[] }> {
    const isAlias = (question: string): boolean => this.aliases.meaningOf(question) !== undefined;
    return { suggestions: await suggestAliases(this.records, isAlias) };
  }

  @Post()
  @HttpCode(200)
  @Needs('manage')
  async approve(@Body() body: unknown, @Req() request: FastifyRequest): Promise<{ aliases: Alias[] }> {
    const wanted = readAs(approveAliasRequestSchema, body);
    return { aliases: await this.aliases.approve(wanted, authorOf(request)) };
  }

  @Post('remove')
  @HttpCode(200)
  @Needs('manage')
  async remove(@Body() body: unknown, @Req() request: FastifyRequest): Promise<{ aliases: Alias[] }> {
    const unwanted = readAs(removeAliasRequestSchema, body);
    return { aliases: await this.aliases.remove(unwanted, authorOf(request)) };
  }
}
