import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { Club } from '#contracts';
import type { EventStore, GroupCommit } from '#event-store';
import { Health } from '#platform/health';
import { ProblemFilter } from '#platform/http';
import type { Logger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import type { QueryGate } from './admit-query/query-gate.js';
import { AliasQuestionsController } from './alias-questions/alias-questions.controller.js';
import { Aliases } from './alias-questions/aliases.js';
import { AnswerQueryController } from './answer-query/answer-query.controller.js';
import { AnswerQuery } from './answer-query/answer-query.js';
import { AssistantDirectory } from './assistants/assistant-directory.js';
import { AssistantsController } from './assistants/assistants.controller.js';
import { ConfigureAssistantController } from './configure-assistant/configure-assistant.controller.js';
import { ConfigureAssistant } from './configure-assistant/configure-assistant.js';
import type { OpenResponseCache } from './open-response-cache.js';
import { HealthController } from './health/health.controller.js';
import { ExampleList } from './learn-from-use/example-list.js';
import type { LearnFromUse } from './learn-from-use/learn-from-use.js';
import { LearnedExamplesController } from './learn-from-use/learned-examples.controller.js';
import { ManageSopsController } from './manage-sops/manage-sops.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { ReadCacheController } from './read-cache/read-cache.controller.js';
import { AnswerRecords } from './record-query/answer-records.js';
import { ReadTraceController } from './read-trace/read-trace.controller.js';
import { RecordFeedbackController } from './record-feedback/record-feedback.controller.js';
import { RecordFeedback } from './record-feedback/record-feedback.js';
import { ResumeAnswerController } from './stream-answer/resume-answer.controller.js';
import { StopAnswer } from './stream-answer/stop-answer.js';
import { StreamAnswers } from './stream-answer/stream-answers.js';
import { ApiKeyGuard } from './security/api-key.guard.js';
import { ApiKeys } from './security/api-key.js';
import { TryRoutingController } from './try-routing/try-routing.controller.js';
import { TryRouting } from './try-routing/try-routing.js';
import { ANSWER_DEADLINE_MS, BUS, CACHE_STATISTICS, LOGGER } from './tokens.js';

/** What the gateway is made of, opened by main.ts and closed by it. */
export interface GatewayParts {
  readonly club: Club;
  readonly bus: MessageBus;
  readonly events: EventStore;
  readonly records: AnswerRecords;
  readonly feedback: RecordFeedback;
  readonly apiKeys: ApiKeys;
  readonly directory: AssistantDirectory;
  readonly configure: ConfigureAssistant;
  readonly tryRouting: TryRouting;
  readonly examples: ExampleList;
  readonly learning: LearnFromUse;
  readonly commits: GroupCommit;
  readonly gate: QueryGate;
  readonly responseCache: OpenResponseCache;
  readonly health: Health;
  readonly logger: Logger;
  readonly answerDeadlineMs: number;
  readonly answerQuery: AnswerQuery;
  readonly streams: StreamAnswers;
  readonly stopAnswer: StopAnswer;
}

@Module({})
export class GatewayModule {
  static of(parts: GatewayParts): DynamicModule {
    const { bus, directory, records, responseCache } = parts;
    return {
      module: GatewayModule,
      controllers: [
        AnswerQueryController,
        ResumeAnswerController,
        RecordFeedbackController,
        ReadTraceController,
        ManageSopsController,
        AssistantsController,
        ConfigureAssistantController,
        TryRoutingController,
        AliasQuestionsController,
        ReadCacheController,
        LearnedExamplesController,
        HealthController,
        OpenApiController,
      ],
      providers: [
        { provide: LOGGER, useValue: parts.logger },
        { provide: BUS, useValue: bus },
        { provide: AnswerRecords, useValue: records },
        { provide: ANSWER_DEADLINE_MS, useValue: parts.answerDeadlineMs },
        { provide: Health, useValue: parts.health },
        { provide: ApiKeys, useValue: parts.apiKeys },
        { provide: AssistantDirectory, useValue: directory },
        { provide: ConfigureAssistant, useValue: parts.configure },
        { provide: TryRouting, useValue: parts.tryRouting },
        { provide: Aliases, useValue: responseCache.aliases },
        { provide: CACHE_STATISTICS, useValue: () => responseCache.statistics() },
        { provide: AnswerQuery, useValue: parts.answerQuery },
        { provide: StreamAnswers, useValue: parts.streams },
        { provide: StopAnswer, useValue: parts.stopAnswer },
        { provide: ExampleList, useValue: parts.examples },
        { provide: RecordFeedback, useValue: parts.feedback },
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: APP_FILTER, useValue: new ProblemFilter(parts.logger) },
      ],
    };
  }
}
