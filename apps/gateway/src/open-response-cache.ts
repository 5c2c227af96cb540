import { announceForgotten, announceGenerated, type CacheStatistics } from '#contracts';
import { Deadline } from '#kernel';
import type { EventStore } from '#event-store';
import { createCache } from '#platform/cache';
import type { Database } from '#platform/database';
import type { Logger } from '#platform/logging';
import { ownCall, type MessageBus } from '#platform/messaging';
import { releaseOf } from '#platform/release';
import { Aliases } from './alias-questions/aliases.js';
import type { AssistantDirectory } from './assistants/assistant-directory.js';
import { Conversations } from './follow-up/conversations.js';
import { Generations } from './response-cache/generations.js';
import { KeptAnswers } from './response-cache/kept-answers.js';
import { KnowledgeNow } from './response-cache/knowledge-now.js';
import { MemoryTier } from './response-cache/memory-tier.js';
import { PostgresTier } from './response-cache/postgres-tier.js';
import { RedisClaims } from './response-cache/redis-claims.js';
import { RedisTier } from './response-cache/redis-tier.js';
import { ResponseCache } from './response-cache/response-cache.js';
import { TruthMeter } from './response-cache/truth-meter.js';
import type { Patience } from './patience.js';
import type { GatewaySettings } from './settings.js';

export interface OpenResponseCache {
  readonly answers: KeptAnswers;
  readonly aliases: Aliases;
  readonly conversations: Conversations;
  statistics(): CacheStatistics;
  /** Throws the reason while knowledge does not say which state it is in: answers from the cache are unverified then. */
  checkKnowledge(): void;
  /** Throws while the truth meter has found answers that should not have been given. */
  checkTruth(): void;
  close(): Promise<void>;
}

interface Means {
  readonly database: Database;
  readonly bus: MessageBus;
  readonly events: EventStore;
  readonly directory: Pick<AssistantDirectory, 'composerOf' | 'decide'>;
  readonly logger: Logger;
  readonly patience: Patience;
}

type Settings = Pick<
  GatewaySettings,
  'INSTANCE_ID' | 'REDIS_URL' | 'CACHE_ENTRIES' | 'CACHE_BYTES' | 'CACHE_CHECK_EVERY'
>;

/** The gateway's code that decides what a question is the same as, whether its answer may be kept, and what is kept of it. */
const deciding = [new URL('./response-cache/', import.meta.url), new URL('./answer-query/', import.meta.url)];

/** Milliseconds between two looks for what nobody can ask for any more. */
const tidyEveryMs = 60_000;

/** The response cache of one gateway, filled with what was kept last. */
export async function openResponseCache(settings: Settings, means: Means): Promise<OpenResponseCache> {
  const { database, bus, events, directory, logger, patience } = means;
  const { REDIS_URL: url, CACHE_ENTRIES: entries, CACHE_BYTES: bytes, CACHE_CHECK_EVERY: checkEvery } = settings;
  const redis = createCache({ url, commandTimeoutMs: patience.redisMs });
  const memory = new MemoryTier({ entries, bytes });
  const lasting = new PostgresTier(database, patience);
  const cache = new ResponseCache([memory, new RedisTier(redis), lasting], {
    readWithinMs: patience.tierMs,
    onProblem: (tier, error) =>
      logger.warn({ tier, err: error }, 'a tier of the cache fails; answers go on without it'),
  });
  const generations = new Generations(new RedisClaims(redis, bus, settings.INSTANCE_ID));
  const stopListening = [
    bus.onAnnouncement(announceGenerated, ({ key }) => generations.heard(key)),
    bus.onAnnouncement(announceForgotten, ({ key }) => void memory.delete(key)),
  ];
  const knowledge = KnowledgeNow.over(bus, patience.knowledgeMs);
  const aliases = new Aliases(events, bus, logger);
  await aliases.start();
  const truth = truthMeterOf(checkEvery, cache, bus, logger);
  const stopTidying = tidyAgainAndAgain(lasting, knowledge, logger);
  await warm(memory, lasting).catch((error: unknown) =>
    logger.warn({ err: error }, 'the cache begins empty: what was kept could not be read'),
  );
  const conversations = new Conversations(redis, (error) =>
    logger.debug({ err: error }, 'Redis is away: conversations go on at their own gateway only'),
  );
  return {
    aliases,
    conversations,
    answers: new KeptAnswers({
      release: releaseOf(deciding, { withLibraries: false }),
      cache,
      generations,
      knowledge,
      truth,
      aliases,
      assistantFor: (query) => assistantFor(directory, query),
      composerOf: (assistant) => directory.composerOf(assistant),
      ownCall: (milliseconds) => ownCall('gateway', Deadline.in(milliseconds)),
    }),
    statistics: () => ({
      entries: memory.size,
      entriesAtMost: entries,
      bytes: memory.bytes,
      bytesAtMost: bytes,
      tiers: cache.statistics(),
      generations: generations.statistics(),
      truth: truth.statistics(),
    }),
    checkKnowledge: () => knowledge.check(),
    checkTruth: () => mustBeTrue(truth),
    close: async () => {
      stopTidying();
      for (const stop of stopListening) stop();
      aliases.stop();
      await redis.close();
    },
  };
}

/** @param every of how many hits one is checked; 0 checks none */
const truthMeterOf = (every: number, cache: ResponseCache, bus: MessageBus, logger: Logger): TruthMeter =>
  new TruthMeter({
    share: every === 0 ? 0 : 1 / every,
    onFalse: (key, { answerId }) => {
      logger.error({ key, answerId }, 'an answer from the cache would be another one now; it was taken out');
      void cache.forget(key);
      bus.announce(announceForgotten, { key });
    },
  });

/** @returns a function that stops it */
function tidyAgainAndAgain(lasting: PostgresTier, knowledge: KnowledgeNow, logger: Logger): () => void {
  const tidy = async (): Promise<void> => {
    const { states, verified } = await knowledge.now();
    if (verified) await lasting.tidy(Object.values(states));
  };
  const timer = setInterval(() => {
    tidy().catch((error: unknown) => logger.warn({ err: error }, 'the cache was not tidied; it is tried again'));
  }, tidyEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

function assistantFor(directory: Pick<AssistantDirectory, 'decide'>, query: string): string | null {
  const { emergency, danger, assistant } = directory.decide(query);
  return emergency === null && danger === null ? (assistant?.id ?? null) : null;
}

/** Takes up what was kept last, as much as there is room for: a byte of it takes two in memory. */
async function warm(memory: MemoryTier, lasting: PostgresTier): Promise<void> {
  const { entries, bytes } = memory.limits;
  for (const { key, kept } of (await lasting.newest(entries, bytes / 2)).reverse()) await memory.set(key, kept);
}

function mustBeTrue(truth: TruthMeter): void {
  const { checked, false: wrong } = truth.statistics();
  if (wrong > 0) throw new Error(`${wrong} of ${checked} answers from the cache that were checked would be others now`);
}
