import { Controller, Inject } from '@nestjs/common';
import { searchKnowledge } from '#contracts';
import type { z } from 'zod';
import { inTrace } from '#platform/logging';
import { HandleRequest, type BusContext } from '#platform/messaging';
import { SEARCH } from '../tokens.js';
import type { KnowledgeFound, KnowledgeSearch } from './search-knowledge.js';

@Controller()
export class SearchKnowledgeController {
  constructor(@Inject(SEARCH) private readonly search: KnowledgeSearch) {}

  @HandleRequest(searchKnowledge)
  find(question: z.output<typeof searchKnowledge.request>, call: BusContext): Promise<KnowledgeFound> {
    return inTrace(call.trace, () => this.search.find(question, call));
  }
}
