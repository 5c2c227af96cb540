import 'reflect-metadata';
import { Body, Controller, Module, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

/** Nest as it comes: whoever answers what the door passes on, in a process of its own as an assistant is. */
const options = { servers: [process.argv[2]!] };
let reply: unknown = {};

@Controller()
class Answerer {
  @Put('reply')
  take(@Body() body: unknown): { taken: true } {
    reply = body;
    return { taken: true };
  }

  @MessagePattern('bench.answer')
  answer(): unknown {
    return reply;
  }
}

@Module({ controllers: [Answerer] })
class AnswererModule {}

const answerer = await NestFactory.create<NestFastifyApplication>(AnswererModule, new FastifyAdapter(), {
  logger: false,
});
answerer.connectMicroservice<MicroserviceOptions>({ transport: Transport.NATS, options });
await answerer.startAllMicroservices();
await answerer.listen(0, '127.0.0.1');
process.send?.({ url: await answerer.getUrl() });
process.once('disconnect', () => process.exit(0));
