import 'reflect-metadata';
import { Body, Controller, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientsModule, Transport, type ClientProxy } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { firstValueFrom } from 'rxjs';

/** Nest as it comes: one controller that passes a question on over Nest's own NATS transport, and the reply back. */
const options = { servers: [process.argv[2]!] };

@Controller()
class Door {
  constructor(@Inject('BUS') private readonly bus: ClientProxy) {}

  @Post('query')
  query(@Body() body: unknown): Promise<unknown> {
    return firstValueFrom(this.bus.send('bench.answer', body));
  }
}

@Module({
  controllers: [Door],
  imports: [ClientsModule.register([{ name: 'BUS', transport: Transport.NATS, options }])],
})
class DoorModule {}

const door = await NestFactory.create<NestFastifyApplication>(DoorModule, new FastifyAdapter(), { logger: false });
await door.listen(0, '127.0.0.1');
process.send?.({ url: await door.getUrl() });
process.once('disconnect', () => process.exit(0));
