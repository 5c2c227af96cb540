import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { problemOptions, rememberRoutes, takeJson, useTraces } from '#platform/http';
import { NestLogger } from '#platform/logging';
import { gateQueries } from './admit-query/gate-queries.js';
import { GatewayModule, type GatewayParts } from './gateway.module.js';

/**
 * The largest body that is taken, in bytes: an SOP of 200,000 characters in UTF-8, or the longest configuration that is taken
 * (80,000 characters as JSON) with each of them escaped, and twice that much of layout.
 */
const bodyLimit = 1_000_000;

/** The HTTP application, not yet listening. What it takes is JSON, and markdown for SOPs; anything else is 415. */
export async function createGateway(parts: GatewayParts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    ...problemOptions(parts.logger),
    bodyLimit,
    // Off by default in Fastify: without it a client that never finishes its request keeps its socket for good.
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 128 },
  });
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  fastify.addContentTypeParser('text/markdown', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  takeJson(fastify);
  gateQueries(fastify, parts.gate);
  useTraces(fastify);
  rememberRoutes(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.of(parts), adapter, {
    bodyParser: false,
    logger: new NestLogger(parts.logger),
  });
  await app.init();
  return app;
}

/**
 * Takes nothing new and lets what is being answered end. What is still open after that long is cut: a client that never
 * finishes its request would keep the process for good.
 */
export async function closeGateway(app: NestFastifyApplication, withinMs: number): Promise<void> {
  const cut = setTimeout(() => app.getHttpServer().closeAllConnections(), withinMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
