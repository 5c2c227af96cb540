import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { tryRoutingRequestSchema, type TryRoutingResponse } from '#contracts';
import { readAs } from '#platform/http';
import { Needs } from '../security/api-key.guard.js';
import { TryRouting } from './try-routing.js';

@Controller('routing')
export class TryRoutingController {
  constructor(private readonly tryRouting: TryRouting) {}

  /** Nothing is changed by it, and it shows what others asked: it needs the scope of those who change the routing. */
  @Post('try')
  @HttpCode(200)
  @Needs('manage')
  try(@Body() body: unknown): Promise<TryRoutingResponse> {
    return this.tryRouting.try(readAs(tryRoutingRequestSchema, body));
  }
}
