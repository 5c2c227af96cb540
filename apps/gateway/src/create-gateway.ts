import type { Server } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { problemOptions, rememberRoutes, takeJson, useTraces } from '#platform/http';
import { NestLogger } from '#platform/logging';
import { gateQueries } from './admit-query/gate-queries.js';
import { noticeOf } from './answer-query/emergency-notice.js';
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
  endConnections(fastify);
  gateQueries(fastify, parts.gate, (suspicion, site) => noticeOf(parts.club, suspicion, site));
  useTraces(fastify);
  rememberRoutes(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.of(parts), adapter, {
    bodyParser: false,
    logger: new NestLogger(parts.logger),
  });
  await app.init();
  return app;
}

/** Whoever gets an answer while the application closes is told that the connection ends with it. */
function endConnections(fastify: Pick<FastifyInstance, 'addHook'>): void {
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
}

/**
 * Takes nothing new and lets what is being answered end. What is still open after that long is cut: a client that never
 * finishes its request would keep the process for good.
 * @param listeners those beside its own
 */
export async function closeGateway(
  app: NestFastifyApplication,
  withinMs: number,
  listeners: readonly Server[] = [],
): Promise<void> {
  const server = app.getHttpServer();
  const cut = setTimeout(() => server.closeAllConnections(), withinMs);
  // The connection of a stream that began before is not kept either for what its client asks next.
  server.keepAliveTimeout = 1;
  server.keepAliveTimeoutBuffer = 0;
  const closed = listeners.map((listener) => new Promise((done) => listener.close(done)));
  try {
    await Promise.all([app.close(), ...closed]);
  } finally {
    clearTimeout(cut);
  }
}
