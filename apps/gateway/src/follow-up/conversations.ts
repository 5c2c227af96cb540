import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Cache } from '#platform/cache';
import { redact } from '../answer-query/redact.js';

/** What was asked in a conversation: the question that stood by itself last, and what followed it. Redacted. */
export type Turns = readonly string[];

const turnsSchema = z.array(z.string().max(2000)).max(3);
/** The first question and what followed it last; more context than that misleads more than it helps. */
const turnsAtMost = 3;
/** Seconds after which a conversation is over. */
const timeToLive = 2 * 60 * 60;
/** Conversations remembered by this gateway while Redis is away. */
const rememberedAtMost = 2000;

/** What was asked before in each conversation, shared by all gateways while Redis is there. */
export class Conversations {
  private readonly remembered = new LRUCache<string, Turns>({ max: rememberedAtMost, ttl: timeToLive * 1000 });

  constructor(
    private readonly cache: Pick<Cache, 'get' | 'set'>,
    private readonly onProblem: (problem: unknown) => void,
  ) {}

  /** @param principal who asks: a conversation is theirs alone, whatever id somebody else gives theirs */
  async turns(principal: string, conversationId: string): Promise<Turns> {
    const key = keyOf(principal, conversationId);
    try {
      const bytes = await this.cache.get(key);
      if (bytes !== null) return turnsOf(bytes.toString());
    } catch (error) {
      this.onProblem(error);
    }
    return this.remembered.get(key) ?? [];
  }

  /** @param follows what the question followed; nothing where it stood by itself */
  add(principal: string, conversationId: string, follows: Turns, query: string): void {
    const [first, ...rest] = [...follows, redact(query)];
    const turns = [first, ...rest.slice(1 - turnsAtMost)];
    const key = keyOf(principal, conversationId);
    this.remembered.set(key, turns);
    this.cache.set(key, Buffer.from(JSON.stringify(turns)), timeToLive).catch(this.onProblem);
  }
}

const keyOf = (principal: string, conversationId: string): string =>
  `clubos:conversation:${createHash('sha256')
    .update(JSON.stringify([principal, conversationId]))
    .digest('hex')}`;

/** What is no conversation is none: somebody else wrote there. */
function turnsOf(text: string): Turns {
  try {
    return turnsSchema.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    // Not even JSON; the question is then taken as it stands, which is what happens without a conversation.
    return [];
  }
}
