import { Body, Controller, Get, Headers, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { getSop, knowledgeService, listSops, publishSop, type Sop, type SopSummary } from '#contracts';
import { fail, FailureError, type Result } from '#kernel';
import { readAs } from '#platform/http';
import type { MessageBus } from '#platform/messaging';
import { callOf } from '../request-call.js';
import { Needs, principalOf } from '../security/api-key.guard.js';
import { BUS } from '../tokens.js';
import { baseVersionOf } from './base-version.js';

/** Milliseconds for a read or a publication. */
const deadlineMs = 5000;

const versionQuery = z.strictObject({ version: z.coerce.number().int().positive().optional() });
const listQuery = z.strictObject({ assistant: z.string().max(32).optional() });

/** The SOPs, as the knowledge service keeps them. */
@Controller('sops')
export class ManageSopsController {
  constructor(@Inject(BUS) private readonly bus: Pick<MessageBus, 'request'>) {}

  @Get()
  async list(@Query() query: unknown, @Req() request: FastifyRequest): Promise<{ sops: SopSummary[] }> {
    return valueOf(
      await this.bus.request(listSops, knowledgeService, readAs(listQuery, query), callOf(request, deadlineMs)),
    );
  }

  @Get(':id')
  async get(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Sop> {
    const asked = readAs(getSop.request, { id, ...readAs(versionQuery, query) });
    const sop = valueOf(await this.bus.request(getSop, knowledgeService, asked, callOf(request, deadlineMs)));
    void reply.header('etag', `"${sop.version}"`);
    return sop;
  }

  @Put(':id')
  @Needs('manage')
  async put(
    @Param('id') id: string,
    @Body() markdown: unknown,
    @Headers() headers: Record<string, string | undefined>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SopSummary> {
    if (typeof markdown !== 'string') throw fail('unsupported-media-type', 'Send the SOP as text/markdown.');
    const publication = readAs(publishSop.request, {
      id,
      markdown,
      baseVersion: baseVersionOf(headers['if-match'], headers['if-none-match']),
      actor: principalOf(request).id,
    });
    const { sop, changed } = valueOf(
      await this.bus.request(publishSop, knowledgeService, publication, callOf(request, deadlineMs)),
    );
    void reply.header('etag', `"${sop.version}"`).status(changed && sop.version === 1 ? 201 : 200);
    return sop;
  }
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new FailureError(result.error);
}
