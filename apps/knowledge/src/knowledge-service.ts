import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { embedderOf, type Embedder, type EmbedderSettings, type OpenLedger, type SpendingLedger } from '#ai';
import type { Club } from '#contracts';
import type { Cache } from '#platform/cache';
import type { Database } from '#platform/database';
import { Health, HealthServer } from '#platform/health';
import { NestLogger, type Logger } from '#platform/logging';
import { BusStrategy, type MessageBus } from '#platform/messaging';
import { releaseOf } from '#platform/release';
import { CachedEmbedder } from './embedding/cached-embedder.js';
import { GuardedEmbedder } from './embedding/guarded-embedder.js';
import { IndexKeeper } from './index-sops/index-keeper.js';
import { KnowledgeModule } from './knowledge.module.js';
import { lexicon } from './language/lexicon.js';
import { openPublisher } from './open-publisher.js';
import { KnowledgeStates } from './search-knowledge/knowledge-states.js';
import { KnowledgeSearch } from './search-knowledge/search-knowledge.js';
import { ScopeMemory } from './search-knowledge/scope-memory.js';
import { SopClassifiers } from './search-knowledge/sop-classifiers.js';
import { Vocabularies } from './search-knowledge/vocabularies.js';

export interface KnowledgeSurroundings {
  /** Connected as `knowledge`; the service closes it, the database and the cache when it stops. */
  readonly bus: MessageBus;
  readonly database: Database;
  /** For the embeddings of questions, where a provider makes them. */
  readonly cache?: Cache | undefined;
  readonly club: Club;
  readonly logger: Logger;
  readonly embedding: EmbedderSettings;
  /** What a provider's embeddings are paid from; the service closes it as well. */
  readonly spending: OpenLedger;
  /** 0 takes a free port. */
  readonly healthPort: number;
}

/** Milliseconds a search waits for the embedding of its question; without it, it goes by words alone. */
const questionWithinMs = 1000;

/** The running service: it answers on the bus until it is stopped. */
export class KnowledgeService {
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly app: INestMicroservice,
    private readonly surroundings: KnowledgeSurroundings,
    private readonly indexKeeper: IndexKeeper,
    private readonly health: Health,
    private readonly healthServer: HealthServer,
  ) {}

  static async start(surroundings: KnowledgeSurroundings): Promise<KnowledgeService> {
    const { bus, database, cache, club, logger, embedding, spending, healthPort } = surroundings;
    const onProblem = (problem: unknown): void =>
      logger.warn({ err: problem }, 'The embedder cannot be used; searches go by words alone');
    const publisher = openPublisher(database, club, embedding, spending.ledger, onProblem);
    const vocabularies = new Vocabularies(database);
    const release = releaseOf([new URL('./', import.meta.url)]);
    const classifiers = new SopClassifiers(database, release, (problem) =>
      logger.warn({ err: problem }, 'How people ask could not be learned; searches go by words and directions'),
    );
    const learned = classifiers.start();
    const states = new KnowledgeStates(database, release, [publisher.indexer.embedderId, publisher.indexer.analyzerId]);
    const search = new KnowledgeSearch({
      database,
      states,
      memory: ScopeMemory.over(database, states, (problem) =>
        logger.warn({ err: problem }, 'A scope could not be read into memory; searches of it go by the database'),
      ),
      vocabularies,
      classifiers,
      embedder: new GuardedEmbedder(questionEmbedder(embedding, spending.ledger, cache, logger), {
        withinMs: questionWithinMs,
        onProblem,
      }),
      lexicon,
      sites: publisher.sites,
      onProblem: (problem) => logger.warn({ err: problem }, 'The words of a scope could not be read anew'),
    });
    const app = await NestFactory.createMicroservice(KnowledgeModule.of({ publisher, search, states, vocabularies }), {
      strategy: new BusStrategy({ bus, closesBus: false }),
      logger: new NestLogger(logger),
    });
    await app.listen();
    const indexKeeper = new IndexKeeper({ database, sops: publisher.sops, indexer: publisher.indexer }, logger);
    indexKeeper.start();
    let isWarm = false;
    learned
      .then((assistants) => search.warmUp(assistants))
      .catch((error: unknown) => logger.warn({ err: error }, 'The first searches failed'))
      .finally(() => (isWarm = true));
    const health = healthOf(surroundings)
      .add('classifiers', () => classifiers.check())
      .add('first searches', () => {
        if (!isWarm) throw new Error('The first searches are under way.');
      });
    const healthServer = await HealthServer.start(health, healthPort);
    logger.info({ healthPort: healthServer.port, embedder: publisher.indexer.embedderId }, 'Knowledge answers');
    return new KnowledgeService(app, surroundings, indexKeeper, health, healthServer);
  }

  get healthPort(): number {
    return this.healthServer.port;
  }

  /** Takes nothing new, finishes what it has begun, and closes what it was given. Later calls wait for the first. */
  stop(): Promise<void> {
    this.stopping ??= this.finish();
    return this.stopping;
  }

  private async finish(): Promise<void> {
    const { bus, database, cache, spending } = this.surroundings;
    this.health.beginStopping();
    await this.app.close();
    await this.indexKeeper.stop();
    await bus.drain();
    await database.close();
    await cache?.close();
    await spending.close();
    await this.healthServer.stop();
  }
}

/** Only what a provider makes is worth remembering: the built-in embedder is faster than a cache. */
function questionEmbedder(
  settings: EmbedderSettings,
  ledger: SpendingLedger,
  cache: Cache | undefined,
  logger: Logger,
): Embedder {
  const embedder = embedderOf(settings, ledger);
  if (!cache || !settings.OPENAI_API_KEY) return embedder;
  return new CachedEmbedder(embedder, cache, (problem) => logger.debug({ err: problem }, 'The cache did not answer'));
}

function healthOf({ bus, database, cache, spending }: KnowledgeSurroundings): Health {
  const health = new Health()
    .add('bus', () => {
      if (!bus.isConnected()) throw new Error('The bus is not connected.');
    })
    .add('database', (deadline) => database.ping(deadline))
    .add('embedding budget', () => mustHaveBudget(spending.ledger), { required: false });
  return cache ? health.add('cache', () => cache.ping(), { required: false }) : health;
}

/** What has passed meanwhile is found out beside, and told to whoever asks next. */
function mustHaveBudget(ledger: SpendingLedger): void {
  const { problem } = ledger;
  void ledger.look();
  if (problem !== undefined) throw new Error(problem);
}
