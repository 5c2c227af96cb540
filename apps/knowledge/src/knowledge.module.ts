import { Module, type DynamicModule } from '@nestjs/common';
import { PublishSopController } from './publish-sop/publish-sop.controller.js';
import type { Publisher } from './publish-sop/publish-sop.js';
import { ReadSopsController } from './read-sops/read-sops.controller.js';
import { SearchKnowledgeController } from './search-knowledge/search-knowledge.controller.js';
import type { KnowledgeStates } from './search-knowledge/knowledge-states.js';
import type { KnowledgeSearch } from './search-knowledge/search-knowledge.js';
import type { Vocabularies } from './search-knowledge/vocabularies.js';
import { PUBLISHER, SEARCH, SOPS, STATES, VOCABULARIES } from './tokens.js';

export interface KnowledgeParts {
  readonly publisher: Publisher;
  readonly search: KnowledgeSearch;
  readonly states: KnowledgeStates;
  readonly vocabularies: Vocabularies;
}

@Module({ controllers: [PublishSopController, ReadSopsController, SearchKnowledgeController] })
export class KnowledgeModule {
  static of({ publisher, search, states, vocabularies }: KnowledgeParts): DynamicModule {
    return {
      module: KnowledgeModule,
      providers: [
        { provide: PUBLISHER, useValue: publisher },
        { provide: SOPS, useValue: publisher.sops },
        { provide: SEARCH, useValue: search },
        { provide: STATES, useValue: states },
        { provide: VOCABULARIES, useValue: vocabularies },
      ],
    };
  }
}
