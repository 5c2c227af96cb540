import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  Controller,
  Inject,
  Injectable,
  Module,
  Scope,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type INestMicroservice,
  type LoggerService,
  type NestInterceptor,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import type { z } from 'zod';
import { fail } from '#kernel';
import { BusStrategy, HandleRequest, HandleStream, MessageBus, type BusContext } from './index.js';
import { call, count, double, startMesh, statusOf, type Mesh } from './testing/mesh.js';

type DoubleBody = z.output<typeof double.request>;
type CountBody = z.output<typeof count.request>;

@Injectable()
class Multiplier {
  times2(n: number): number {
    if (n === 13) throw fail('content-refused', 'Thirteen is not doubled.');
    if (n === 14) throw new Error('the inside of the multiplier');
    return n * 2;
  }
}

@Injectable()
class Passing implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

const stopped = Promise.withResolvers<BusContext>();

@Controller()
class Maths {
  constructor(@Inject(Multiplier) private readonly multiplier: Multiplier) {}

  @HandleRequest(double)
  double({ n }: DoubleBody, context: BusContext) {
    return { n: this.multiplier.times2(n), by: context.principal.id };
  }

  @HandleStream(count)
  async *count({ to }: CountBody, context: BusContext) {
    try {
      for (let n = 0; n < to; n += 1) {
        if (to === 20 && n === 13) throw fail('content-refused', 'Not beyond twelve.');
        yield await Promise.resolve({ n });
      }
    } finally {
      if (context.signal.aborted) stopped.resolve(context);
    }
  }
}

/** The service is known only when the process starts: one controller serves every assistant. */
function controllerOf(service: string) {
  @Controller()
  @UseInterceptors(Passing)
  class Generic {
    @HandleRequest(double, service)
    double({ n }: DoubleBody) {
      return Promise.resolve({ n, by: service });
    }

    @HandleStream(count, service)
    async *count({ to }: CountBody, { requestId }: BusContext) {
      for (let n = 0; n < to; n += 1) yield await Promise.resolve({ n, text: requestId });
    }
  }
  return Generic;
}

let made = 0;
@Controller({ scope: Scope.REQUEST })
class PerRequest {
  private readonly number = (made += 1);

  @HandleRequest(double, 'scoped')
  double({ n }: DoubleBody) {
    if (n === 13) throw fail('content-refused', 'Thirteen is not doubled.');
    return { n: this.number };
  }
}

const ended: string[] = [];
@Module({
  controllers: [Maths, controllerOf('assistant-a'), controllerOf('assistant-b'), PerRequest],
  providers: [Multiplier],
})
class MathsModule {
  onApplicationShutdown(): void {
    ended.push('shutdown hook');
  }
}

const quiet: LoggerService = { log: jest.fn(), warn: jest.fn(), error: jest.fn() };

let mesh: Mesh;
let client: MessageBus;
let app: INestMicroservice;
let strategy: BusStrategy;

beforeAll(async () => {
  mesh = await startMesh();
  client = await mesh.join('desk');
  strategy = new BusStrategy({ bus: await mesh.join('maths') });
  app = await NestFactory.createMicroservice(MathsModule, { strategy, logger: quiet });
  await app.listen();
});
afterAll(() => mesh.stop());

const numbers = async (parts: AsyncIterable<{ n: number }>): Promise<number[]> => {
  const read: number[] = [];
  for await (const { n } of parts) read.push(n);
  return read;
};

describe('a Nest microservice on the bus', () => {
  test('answers with its controllers and what is injected into them', async () => {
    expect(await client.request(double, 'maths', { n: 4 }, call())).toEqual({ ok: true, value: { n: 8, by: 'u-1' } });
    expect(await numbers(client.stream(count, 'maths', { to: 5 }, call()))).toEqual([0, 1, 2, 3, 4]);
  });

  test('keeps the code of a failure, which Nest alone would lose, and hides any other error', async () => {
    expect(await client.request(double, 'maths', { n: 13 }, call())).toEqual({
      ok: false,
      error: { code: 'content-refused', message: 'Thirteen is not doubled.', retryable: false },
    });
    const asked = call();
    expect(await client.request(double, 'maths', { n: 14 }, asked)).toMatchObject({ error: { code: 'internal' } });
    const logged = mesh.log.entries.find(({ fields }) => fields.traceId === asked.trace.traceId);
    expect(String(logged?.fields.err)).toContain('the inside of the multiplier');
    const counting = numbers(client.stream(count, 'maths', { to: 20 }, call()));
    await expect(counting).rejects.toMatchObject({ failure: { code: 'content-refused' } });
  });

  test('stops a stream whose reader has left', async () => {
    for await (const { n } of client.stream(count, 'maths', { to: 1e9 }, call())) if (n === 3) break;
    expect((await stopped.promise).signal.reason).toMatchObject({ failure: { code: 'cancelled' } });
  });

  test('serves services whose names are known only at runtime, behind an interceptor', async () => {
    for (const service of ['assistant-a', 'assistant-b']) {
      expect(await client.request(double, service, { n: 4 }, call())).toEqual({
        ok: true,
        value: { n: 4, by: service },
      });
      expect(await numbers(client.stream(count, service, { to: 3 }, call()))).toEqual([0, 1, 2]);
    }
  });

  test('makes request-scoped controllers for each request', async () => {
    const first = await client.request(double, 'scoped', { n: 1 }, call());
    const second = await client.request(double, 'scoped', { n: 1 }, call());
    expect(first).not.toEqual(second);
    expect(await client.request(double, 'scoped', { n: 13 }, call())).toMatchObject({
      error: { code: 'content-refused' },
    });
  });

  test('gives the bus, its status and its events to whoever asks Nest for them', async () => {
    expect(app.unwrap()).toBeInstanceOf(MessageBus);
    const seen: string[] = [];
    app.status.subscribe((status) => seen.push(status));
    const events = ['disconnected', 'connected'].map(
      (event) => new Promise<void>((resolve) => app.on(event as never, resolve as never)),
    );
    mesh.nats.kill('SIGKILL');
    await mesh.nats.exited;
    const clientIsBack = statusOf(client, 'connected');
    await mesh.nats.restart();
    await Promise.all([...events, clientIsBack]);
    expect(seen).toEqual(['connected', 'disconnected', 'connected']);
  });

  test('calls the hooks of Nest around each call', async () => {
    const bus = await mesh.join('hooked');
    const seen: string[] = [];
    const hooked = new BusStrategy({ bus });
    hooked.setOnProcessingStartHook((_transport, _context, done) => {
      seen.push('start');
      void done();
    });
    hooked.setOnProcessingEndHook(() => seen.push('end'));
    hooked.onRequest(double, ({ n }) => {
      seen.push('work');
      return { n };
    });
    await new Promise<void>((resolve) => hooked.listen(() => resolve()));
    await bus.request(double, 'hooked', { n: 1 }, call());
    expect(seen).toEqual(['start', 'work', 'end']);
    await hooked.close();
  });

  test('does not start with a handler that has no contract', async () => {
    @Controller()
    class Unprotected {
      @MessagePattern('anything')
      anything(): string {
        return 'x';
      }
    }
    @Module({ controllers: [Unprotected] })
    class UnprotectedModule {}
    const bus = await mesh.join('unprotected');
    const unprotected = await NestFactory.createMicroservice(UnprotectedModule, {
      strategy: new BusStrategy({ bus }),
      logger: quiet,
    });
    await expect(unprotected.listen()).rejects.toThrow('use @HandleRequest or @HandleStream');
    await unprotected.close();
  });

  test('closes in order: what is in flight, the bus, the hooks of the application', async () => {
    await app.close();
    expect(ended).toEqual(['shutdown hook']);
    expect(strategy.inFlight).toBe(0);
    expect(app.unwrap<MessageBus>().isConnected()).toBe(false);
    expect(await client.request(double, 'maths', { n: 1 }, call())).toMatchObject({ error: { code: 'no-responders' } });
  });
});
