import { Controller, Inject } from '@nestjs/common';
import { getSop, listSops, type Sop, type SopSummary } from '#contracts';
import type { z } from 'zod';
import { fail } from '#kernel';
import { HandleRequest } from '#platform/messaging';
import type { SopStore } from '../storage/sop-store.js';
import { SOPS } from '../tokens.js';

@Controller()
export class ReadSopsController {
  constructor(@Inject(SOPS) private readonly sops: SopStore) {}

  @HandleRequest(listSops)
  async list({ assistant }: z.output<typeof listSops.request>): Promise<{ sops: SopSummary[] }> {
    return { sops: await this.sops.summaries(assistant) };
  }

  @HandleRequest(getSop)
  async get({ id, version }: z.output<typeof getSop.request>): Promise<Sop> {
    const sop = await this.sops.version(id, version);
    if (sop) return sop;
    throw fail('not-found', version === undefined ? `There is no SOP "${id}".` : `"${id}" has no version ${version}.`);
  }
}
