import type { Decision } from '../answer-query/decision.js';
import type { Conversations } from './conversations.js';
import { asOne, leaningOf } from './follow-up.js';

export interface InContext {
  readonly decision: Decision;
  /** What it is answered as: with what it follows; null where it stands by itself. */
  readonly meant: string | null;
}

export interface FollowUpQuestion {
  readonly query: string;
  readonly principal: string;
  readonly conversationId: string;
  /** Decides who answers a text. */
  readonly decide: (query: string) => Decision;
}

const isUnclear = ({ route: { method } }: Decision): boolean => method === 'clarify' || method === 'none';

/**
 * Reads a question with what was asked before it, where it says too little alone. Danger is judged by its own words: what
 * was asked before neither makes an emergency of it nor hides one. Whoever chose an assistant is asked nothing anew.
 */
export async function inContext(conversations: Conversations, question: FollowUpQuestion): Promise<InContext> {
  const { query, principal, conversationId, decide } = question;
  const alone = decide(query);
  const dangerous = alone.emergency !== null || alone.danger !== null || alone.told !== null;
  if (dangerous) return { decision: alone, meant: null };
  const leaning = leaningOf(query);
  const mayFollow = leaning === 'goes-on' || (leaning === 'leans' && isUnclear(alone));
  const turns = mayFollow ? await conversations.turns(principal, conversationId) : [];
  if (turns.length === 0) {
    // What nobody could answer is nothing to go on about.
    if (!isUnclear(alone)) conversations.add(principal, conversationId, [], query);
    return { decision: alone, meant: null };
  }
  const meant = asOne(turns, query);
  const together = decide(meant);
  if (together.emergency !== null || together.danger !== null || isUnclear(together))
    return { decision: alone, meant: null };
  conversations.add(principal, conversationId, turns, query);
  const reasons = [...together.route.reasons, 'It was read with what was asked before it.'];
  return { decision: { ...together, route: { ...together.route, reasons } }, meant };
}
