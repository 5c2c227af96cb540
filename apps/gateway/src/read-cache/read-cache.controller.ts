import { Controller, Get, Inject } from '@nestjs/common';
import type { CacheStatistics } from '#contracts';
import { Needs } from '../security/api-key.guard.js';
import { CACHE_STATISTICS } from '../tokens.js';

/** What the response cache of this gateway did since it started. */
@Controller('cache')
export class ReadCacheController {
  constructor(@Inject(CACHE_STATISTICS) private readonly statistics: () => CacheStatistics) {}

  @Get()
  @Needs('manage')
  read(): CacheStatistics {
    return this.statistics();
  }
}
