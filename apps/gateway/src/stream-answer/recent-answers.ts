import { LRUCache } from 'lru-cache';
import type { AnswerLog } from './answer-log.js';
import { keptForMs } from './shared-answers.js';

/** What the answers that are over may take in memory, in characters; a thousand and more usual ones. */
const mostCharacters = 16_777_216;

const keyOf = (principal: string, answerId: string): string => `${principal}:${answerId}`;

/** The answers this process works on, and those it worked on lately: what is resumed here needs no Redis. */
export class RecentAnswers {
  private readonly live = new Map<string, AnswerLog>();
  private readonly over = new LRUCache<string, AnswerLog>({
    maxSize: mostCharacters,
    sizeCalculation: ({ size }) => size,
    ttl: keptForMs,
  });

  begin(principal: string, log: AnswerLog): void {
    this.live.set(keyOf(principal, log.answerId), log);
  }

  /** From now on it is kept only as long as there is room and somebody may come back for it. */
  end(principal: string, log: AnswerLog): void {
    const key = keyOf(principal, log.answerId);
    this.live.delete(key);
    this.over.set(key, log);
  }

  find(principal: string, answerId: string): AnswerLog | undefined {
    const key = keyOf(principal, answerId);
    return this.live.get(key) ?? this.over.get(key);
  }
}
