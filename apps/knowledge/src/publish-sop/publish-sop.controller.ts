import { Controller, Inject } from '@nestjs/common';
import { publishSop as publishSopContract, type SopSummary } from '#contracts';
import type { z } from 'zod';
import { inTrace } from '#platform/logging';
import { HandleRequest, type BusContext } from '#platform/messaging';
import type { Vocabularies } from '../search-knowledge/vocabularies.js';
import { PUBLISHER, VOCABULARIES } from '../tokens.js';
import { publishSop, type Publisher } from './publish-sop.js';
import { readingsAreOver } from './readings.js';

@Controller()
export class PublishSopController {
  constructor(
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(VOCABULARIES) private readonly vocabularies: Vocabularies,
  ) {}

  @HandleRequest(publishSopContract)
  publish(
    publication: z.output<typeof publishSopContract.request>,
    { trace, deadline, signal }: BusContext,
  ): Promise<{ sop: SopSummary; changed: boolean }> {
    return inTrace(trace, async () => {
      const result = await publishSop(this.publisher, publication, { traceId: trace.traceId, deadline, signal });
      if (result.changed) this.vocabularies.forget(result.sop.assistant);
      // Also where nothing is new: it may be, for others, since just now.
      await readingsAreOver();
      return result;
    });
  }
}
