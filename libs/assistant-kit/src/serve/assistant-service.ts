import { Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { answerQuery, type Club } from '#contracts';
import { Health, HealthServer } from '#platform/health';
import { NestLogger, type Logger } from '#platform/logging';
import { BusStrategy, type MessageBus } from '#platform/messaging';
import { releaseOf } from '#platform/release';
import type { AnswerTools } from '../answer/respond.js';
import type { AssistantDefinition } from '../define-assistant.js';
import { promptVersion } from '../generate/prompt.js';
import { wordWith } from '../generate/word-answer.js';
import { Announcer } from './announcer.js';
import { BusKnowledge } from './bus-knowledge.js';
import { composerOf } from './composer.js';
import type { OpenedModel } from './open-model.js';

/** The kit's own code. */
const kit = new URL('../', import.meta.url);

@Module({})
class AssistantModule {}

export interface AssistantSurroundings {
  /** Connected under the assistant's id; the service closes it when it stops. */
  readonly bus: MessageBus;
  readonly club: Club;
  readonly logger: Logger;
  /** 0 takes a free port. */
  readonly healthPort: number;
  /** Absent: answers are the procedures' own words. The service closes it when it stops. */
  readonly model?: OpenedModel | undefined;
}

/** A running assistant: it answers, says that it is there, and stops without losing what it has begun. */
export class AssistantService {
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly app: INestMicroservice,
    private readonly bus: MessageBus,
    private readonly announcer: Announcer,
    private readonly health: Health,
    private readonly healthServer: HealthServer,
    private readonly model: OpenedModel | undefined,
  ) {}

  /** @throws FailureError `payload-too-large` when the bus does not carry the manifest */
  static async start(definition: AssistantDefinition, surroundings: AssistantSurroundings): Promise<AssistantService> {
    const { manifest, policy, respond } = definition;
    const { bus, club, logger, healthPort, model } = surroundings;
    const knowledge = new BusKnowledge(bus, manifest.id);
    const composer = composerOf({
      release: releaseOf([kit, definition.folder]),
      version: manifest.version,
      club,
      model: model ? `${model.identity} ${promptVersion}` : null,
    });
    const tools: AnswerTools = {
      manifest,
      club,
      policy,
      knowledge,
      composer,
      ...(model ? { word: wordWith(model.chat, logger), firstModel: model.first } : {}),
    };
    const strategy = new BusStrategy({ bus, closesBus: false });
    strategy.onStream(answerQuery, (ask, call) => respond(ask, call, tools));
    const app = await NestFactory.createMicroservice(AssistantModule, { strategy, logger: new NestLogger(logger) });
    await app.listen();
    const announcer = new Announcer(bus, { manifest, composer }, logger);
    const health = new Health()
      .add('bus', () => {
        connectedOrThrow(bus);
        announcer.check();
      })
      .add('knowledge', (deadline) => knowledge.check(deadline), { required: false });
    if (model) health.add('model', () => model.check(), { required: false });
    const healthServer = await HealthServer.start(health, healthPort);
    try {
      announcer.start();
    } catch (error) {
      await Promise.all([app.close(), healthServer.stop()]);
      throw error;
    }
    logger.info(
      { version: manifest.version, healthPort: healthServer.port, worded: model !== undefined },
      'The assistant answers',
    );
    return new AssistantService(app, bus, announcer, health, healthServer, model);
  }

  get healthPort(): number {
    return this.healthServer.port;
  }

  /** Says that it leaves, takes nothing new, finishes what it has begun, and closes the bus. Later calls wait for the first. */
  stop(): Promise<void> {
    this.stopping ??= this.finish();
    return this.stopping;
  }

  private async finish(): Promise<void> {
    this.health.beginStopping();
    this.announcer.leave();
    await this.app.close();
    await this.bus.drain();
    await this.model?.close();
    await this.healthServer.stop();
  }
}

function connectedOrThrow(bus: MessageBus): void {
  if (!bus.isConnected()) throw new Error('The bus is not connected.');
}
