import 'reflect-metadata';
import { Body, Controller, Inject, Module, Post, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientsModule,
  MessagePattern,
  Transport,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { firstValueFrom } from 'rxjs';

/** Nest as it comes: one controller, one question over its own NATS transport, one reply. */
const url = process.argv[2]!;
const options = { servers: [url] };
let reply: unknown = {};

@Controller()
class Answerer {
  @MessagePattern('bench.answer')
  answer(): unknown {
    return reply;
  }
}

@Controller()
class Door {
  constructor(@Inject('BUS') private readonly bus: ClientProxy) {}

  @Put('reply')
  take(@Body() body: unknown): { taken: true } {
    reply = body;
    return { taken: true };
  }

  @Post('query')
  query(@Body() body: unknown): Promise<unknown> {
    return firstValueFrom(this.bus.send('bench.answer', body));
  }
}

@Module({ controllers: [Answerer] })
class AnswererModule {}

@Module({
  controllers: [Door],
  imports: [ClientsModule.register([{ name: 'BUS', transport: Transport.NATS, options }])],
})
class DoorModule {}

const answerer = await NestFactory.createMicroservice<MicroserviceOptions>(AnswererModule, {
  transport: Transport.NATS,
  options,
  logger: false,
});
await answerer.listen();
const door = await NestFactory.create<NestFastifyApplication>(DoorModule, new FastifyAdapter(), { logger: false });
await door.listen(0, '127.0.0.1');
process.send?.({ url: await door.getUrl() });
process.once('disconnect', () => process.exit(0));
