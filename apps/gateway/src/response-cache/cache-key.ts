import { hash } from 'node:crypto';
import type { Ask } from '#contracts';
import { questionText } from './question-text.js';

/** Everything that an answer depends on. Two questions with the same of all of it have the same answer. */
export interface CacheQuestion {
  /** The code that reads questions and keeps answers, as `releaseOf` names it. */
  readonly release: string;
  readonly ask: Pick<Ask, 'query' | 'site' | 'asker'>;
  /** Who answers: whatever decided it, the route table in use now did. */
  readonly assistant: string;
  readonly assistantVersion: string;
  /** What the assistant's answers are made by, as its instances announce it. */
  readonly composer: string;
  /** The state of the knowledge in the assistant's scope. */
  readonly knowledge: string;
}

/** 64 hex digits. */
export function cacheKey({ release, ask, assistant, assistantVersion, composer, knowledge }: CacheQuestion): string {
  const { query, site = null, asker } = ask;
  const parts = [
    release,
    questionText(query).normalised,
    site,
    asker,
    assistant,
    assistantVersion,
    composer,
    knowledge,
  ];
  return hash('sha256', JSON.stringify(parts));
}
