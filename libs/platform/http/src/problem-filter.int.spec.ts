import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Body, Controller, Get, Module, Param, Post, Query, Res } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problemSchema, type Problem } from '#contracts';
import { fail, failureCodes, type FailureCode } from '#kernel';
import { createLogger, NestLogger } from '#platform/logging';
import { problems } from './problem.js';
import { rememberRoutes } from './known-routes.js';
import { ProblemFilter, problemOptions } from './problem-filter.js';
import { readAs } from './read-body.js';
import { useTraces } from './request-trace.js';
import { takeJson } from './take-json.js';

const bodySchema = z.strictObject({ query: z.string(), site: z.strictObject({ id: z.string() }).optional() });

@Controller()
class ProbeController {
  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return readAs(bodySchema, body);
  }

  @Get('fail/:code')
  fail(@Param('code') code: string, @Query('internal') internal?: string): never {
    throw fail(code as FailureCode, `This is ${code}.`, internal);
  }

  @Get('break')
  break(): never {
    throw new Error('row 7 of table secrets is broken');
  }

  @Get('throw-text')
  throwText(): never {
    const thrown: unknown = 'row 7';
    throw thrown;
  }

  @Get('break-midway')
  async breakMidway(@Res() reply: FastifyReply): Promise<void> {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    await Promise.reject(new Error('the source of the stream broke'));
  }
}

describe('problems over HTTP', () => {
  let app: NestFastifyApplication;
  let port: number;
  let logged: Record<string, unknown>[];

  beforeAll(async () => {
    const destination = { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) };
    const logger = createLogger({ service: 'probe', instance: 'a', level: 'info', destination });

    @Module({
      controllers: [ProbeController],
      providers: [{ provide: APP_FILTER, useValue: new ProblemFilter(logger) }],
    })
    class ProbeModule {}

    const adapter = new FastifyAdapter({
      ...problemOptions(logger),
      forceCloseConnections: true,
      bodyLimit: 100,
      routerOptions: { maxParamLength: 40 },
    });
    adapter.getInstance().removeContentTypeParser('text/plain');
    useTraces(adapter.getInstance());
    rememberRoutes(adapter.getInstance());
    takeJson(adapter.getInstance());
    app = await NestFactory.create<NestFastifyApplication>(ProbeModule, adapter, {
      bodyParser: false,
      logger: new NestLogger(logger),
    });
    await app.listen(0, '127.0.0.1');
    ({ port } = app.getHttpServer().address() as AddressInfo);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    logged = [];
  });

  /** The response, once it is certain that it is a whole problem and nothing else. */
  async function problemOf(path: string, init: RequestInit = {}) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const problem: Problem = z.strictObject(problemSchema.shape).parse(await response.json());
    expect(problem.status).toBe(response.status);
    expect(problem.type).toBe(`urn:clubos:problem:${problem.code}`);
    return { ...problem, headers: response.headers };
  }

  const post = (body: string, type = 'application/json') =>
    problemOf('/echo', { method: 'POST', body, headers: { 'content-type': type } });

  it.each(['{"query":', '', 'null,', '\u0000'])('a body that is no JSON: %j', async (body) => {
    const detail = 'The body is not valid JSON.';
    expect(await post(body)).toMatchObject({ status: 400, code: 'malformed-request', detail });
    expect(logged).toEqual([]);
  });

  it.each(['{"query":"x","__proto__":{"a":1}}', '{"query":"x","constructor":{"prototype":{"a":1}}}'])(
    'a body that reaches for a prototype: %j',
    async (body) => {
      const detail = 'The body has a field that is never taken: __proto__ or constructor.prototype.';
      expect(await post(body)).toMatchObject({ status: 400, code: 'malformed-request', detail });
      expect(logged).toEqual([]);
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
    'a body of type %s',
    async (type) => {
      expect(await post('query=x', type)).toMatchObject({ status: 415, code: 'unsupported-media-type' });
    },
  );

  it('a body that is too large, announced or not', async () => {
    const body = JSON.stringify({ query: 'x'.repeat(200) });
    expect(await post(body)).toMatchObject({ status: 413, code: 'payload-too-large' });
    const stream = new Blob([body]).stream();
    const init = { method: 'POST', body: stream, duplex: 'half', headers: { 'content-type': 'application/json' } };
    expect(await problemOf('/echo', init as RequestInit)).toMatchObject({ status: 413, code: 'payload-too-large' });
  });

  it.each([
    ['/nowhere', 'GET'],
    ['/echo/', 'POST'],
    ['/fail/a/b', 'GET'],
    ['/', 'POST'],
  ])('nothing at %s for %s', async (path, method) => {
    expect(await problemOf(path, { method })).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each([
    ['/echo?query=x', 'GET', 'POST'],
    ['/break', 'DELETE', 'GET, HEAD'],
    ['/fail/forbidden', 'PATCH', 'GET, HEAD'],
  ])('something at %s, but not for %s', async (path, method, allow) => {
    const problem = await problemOf(path, { method });
    const detail = `What is at this path takes ${allow} only.`;
    expect(problem).toMatchObject({ status: 405, code: 'method-not-allowed', detail });
    expect(problem.headers.get('allow')).toBe(allow);
    expect(logged).toEqual([]);
  });

  it.each(['/fail/%E0%A4%A', '/%', `/fail/${'x'.repeat(100)}`])('a path that cannot be read: %s', async (path) => {
    const problem = await problemOf(path);
    expect(['malformed-request', 'not-found']).toContain(problem.code);
    expect(problem.detail).not.toContain('body');
    expect(logged).toEqual([]);
  });

  it('a body that does not fit names each wrong place', async () => {
    expect(await post('{"query":7,"site":{"id":"a","bay":3},"mood":"bad"}')).toMatchObject({
      status: 400,
      code: 'invalid-request',
      errors: [
        { path: 'query', message: 'query must be a text.' },
        { path: 'site.bay', message: 'site.bay is not known.' },
        { path: 'mood', message: 'mood is not known.' },
      ],
    });
  });

  it.each(failureCodes)('the failure %s', async (code) => {
    const problem = await problemOf(`/fail/${code}`);
    expect(problem).toMatchObject({ code, detail: `This is ${code}.`, ...problems[code] });
    expect(problem.headers.get('www-authenticate')).toBe(problem.status === 401 ? 'Bearer realm="clubos"' : null);
    const retryable = ['rate-limited', 'overloaded', 'deadline-exceeded', 'no-responders', 'unavailable'].includes(
      code,
    );
    expect(problem.headers.get('retry-after')).toBe(retryable ? '1' : null);
  });

  it.each(['/break', '/throw-text'])(
    'an error that nobody expected at %s is told without its insides',
    async (path) => {
      const problem = await problemOf(path);
      expect(problem).toMatchObject({ status: 500, code: 'internal' });
      expect(JSON.stringify(problem)).not.toMatch(/row 7|secrets|\.ts|stack/);
      expect(logged).toMatchObject([{ level: 'error', traceId: problem.traceId }]);
      expect(JSON.stringify(logged)).toContain('row 7');
    },
  );

  it('what a failure keeps for itself is logged under the trace that the caller is told', async () => {
    const problem = await problemOf('/fail/unavailable?internal=connection%20refused');
    expect(JSON.stringify(problem)).not.toContain('refused');
    expect(logged).toMatchObject([{ level: 'warn', traceId: problem.traceId }]);
    expect(JSON.stringify(logged)).toContain('connection refused');
  });

  it('every request has a trace of its own, whatever trace it claims', async () => {
    const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    const found = await Promise.all([problemOf('/break', { headers }), problemOf('/break', { headers })]);
    const traces = found.map(({ traceId }) => traceId);
    expect(new Set([...traces, '0af7651916cd43dd8448eb211c80319c']).size).toBe(3);
    expect(logged.map((line) => line['traceId']).sort()).toEqual([...traces].sort());
  });

  it('a response that has begun is cut off, so that nobody takes it for whole or waits for the rest', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/break-midway`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(logged).toMatchObject([{ level: 'error', err: { message: 'the source of the stream broke' } }]);
  });

  it('the log holds the path and not the query string, which may hold what members said', async () => {
    await problemOf('/break?query=my+card+is+4242');
    expect(logged).toMatchObject([{ path: '/break' }]);
    expect(JSON.stringify(logged)).not.toContain('4242');
  });
});
