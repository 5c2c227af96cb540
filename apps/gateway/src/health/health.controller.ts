import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Health, type HealthReport } from '#platform/health';
import { Public } from '../security/api-key.guard.js';

/** For whoever starts, restarts and balances processes. */
@Controller('health')
@Public('probes have no key, and learn nothing from the answer but whether to send traffic')
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('live')
  live(): { live: true } {
    return { live: true };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.report();
    void reply.status(report.ready ? 200 : 503);
    return report;
  }
}
