import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  configureRequestSchema,
  restoreConfigRequestSchema,
  type ConfiguredResponse,
  type ConfigVersion,
} from '#contracts';
import { readAs, traceOf } from '#platform/http';
import { baseVersionOf } from '../manage-sops/base-version.js';
import { Needs, principalOf, scopesOf } from '../security/api-key.guard.js';
import { ConfigureAssistant, type Editor } from './configure-assistant.js';

const versionQuery = z.strictObject({ version: z.coerce.number().int().min(0).optional() });

/** A version may be 80,000 characters long. */
const historyQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  before: z.coerce.number().int().min(0).optional(),
});

type Conditions = Readonly<Record<string, string | undefined>>;

const tagged = <Version extends ConfigVersion>(reply: FastifyReply, version: Version): Version => {
  void reply.header('etag', `"${version.version}"`);
  return version;
};

const editorOf = (request: FastifyRequest): Editor => ({
  actor: principalOf(request).id,
  traceId: traceOf(request).traceId,
  mayOverride: scopesOf(request).includes('admin'),
});

/** What an assistant is routed by, on top of its manifest: read, changed, and taken back. */
@Controller('assistants/:assistant/config')
export class ConfigureAssistantController {
  constructor(private readonly configureAssistant: ConfigureAssistant) {}

  @Get()
  async get(
    @Param('assistant') assistant: string,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConfigVersion> {
    const { version } = readAs(versionQuery, query);
    return tagged(reply, await this.configureAssistant.version(assistant, version));
  }

  @Get('history')
  async history(
    @Param('assistant') assistant: string,
    @Query() query: unknown,
  ): Promise<{ versions: ConfigVersion[] }> {
    const { limit, before } = readAs(historyQuery, query);
    return { versions: await this.configureAssistant.history(assistant, limit, before) };
  }

  @Put()
  @Needs('manage')
  async put(
    @Param('assistant') assistant: string,
    @Body() body: unknown,
    @Headers() headers: Conditions,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConfiguredResponse> {
    const wanted = readAs(configureRequestSchema, body);
    const base = baseVersionOf(headers['if-match'], headers['if-none-match']);
    return tagged(reply, await this.configureAssistant.configure(assistant, base, wanted, editorOf(request)));
  }

  @Post('restore')
  @HttpCode(200)
  @Needs('manage')
  async restore(
    @Param('assistant') assistant: string,
    @Body() body: unknown,
    @Headers() headers: Conditions,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConfiguredResponse> {
    const wanted = readAs(restoreConfigRequestSchema, body);
    const base = baseVersionOf(headers['if-match'], headers['if-none-match']);
    return tagged(reply, await this.configureAssistant.restore(assistant, base, wanted, editorOf(request)));
  }
}
