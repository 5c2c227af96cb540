import { Controller, Inject } from '@nestjs/common';
import { readKnowledgeStates, searchKnowledge } from '#contracts';
import type { z } from 'zod';
import { inTrace } from '#platform/logging';
import { HandleRequest, type BusContext } from '#platform/messaging';
import { goodForMs } from '../publish-sop/readings.js';
import { SEARCH, STATES } from '../tokens.js';
import type { KnowledgeStates } from './knowledge-states.js';
import type { KnowledgeFound, KnowledgeSearch } from './search-knowledge.js';

@Controller()
export class SearchKnowledgeController {
  constructor(
    @Inject(SEARCH) private readonly search: KnowledgeSearch,
    @Inject(STATES) private readonly states: KnowledgeStates,
  ) {}

  @HandleRequest(searchKnowledge)
  find(question: z.output<typeof searchKnowledge.request>, call: BusContext): Promise<KnowledgeFound> {
    return inTrace(call.trace, () => this.search.find(question, call));
  }

  @HandleRequest(readKnowledgeStates)
  async readStates(_: unknown, { deadline }: BusContext): Promise<z.output<typeof readKnowledgeStates.reply>> {
    return { states: await this.states.read({ deadline }), goodForMs };
  }
}
