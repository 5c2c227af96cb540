import type {
  AnswerBody,
  AnswerGiven,
  AnswerWords,
  Ask,
  QueryAnswered,
  QueryResponse,
  Route,
  Source,
} from '#contracts';
import type { Decision } from '../answer-query/decision.js';
import { redact } from '../answer-query/redact.js';
import { questionText } from '../response-cache/question-text.js';

/** Everything about one query, as it is known when its answer is complete. */
export interface QueryRecord {
  readonly ask: Ask;
  readonly outcome: QueryResponse['outcome'];
  readonly decision: Decision;
  readonly answer: AnswerBody;
  readonly sources: readonly Source[];
  readonly confidence: number;
  readonly assistantVersion: string | null;
  readonly cache: QueryAnswered['cache'];
  /** The answer it repeats; null where it was made for this query. */
  readonly repeats: string | null;
  /** What it was answered as, by an alias; null where it was answered as itself. */
  readonly meant: string | null;
  readonly degraded: readonly string[];
  readonly timings: Readonly<Record<string, number>>;
}

/** What a query's record holds of its own: who asked what, where and when. */
export const askedIn = ({ ask, timings }: QueryRecord): Omit<QueryAnswered, keyof AnswerGiven> => ({
  answerId: ask.answerId,
  query: questionText(ask.query).redacted,
  site: ask.site ?? null,
  asker: ask.asker,
  conversationId: ask.conversationId ?? null,
  timings: { ...timings },
});

const redactedRoutes = new WeakMap<Route, Route>();

/** A reason may hold words of the query. */
function redactedRoute(route: Route): Route {
  const known = redactedRoutes.get(route);
  if (known) return known;
  const redacted = { ...route, reasons: route.reasons.map(redact) };
  redactedRoutes.set(route, redacted);
  return redacted;
}

/** What it shares with others that were given the same answer for the same reason. */
export const givenIn = (record: QueryRecord): AnswerGiven => ({ ...labelIn(record), ...wordsIn(record) });

/** What is large in it. */
const wordsIn = ({ answer, sources, decision }: QueryRecord): AnswerWords => ({
  answer,
  sources: [...sources],
  route: redactedRoute(decision.route),
});

/** The rest of what it shares. */
export const labelIn = ({ decision, ...record }: QueryRecord): Omit<AnswerGiven, keyof AnswerWords> => ({
  outcome: record.outcome,
  assistant: decision.assistant?.id ?? null,
  chosen: decision.chosen,
  assistantVersion: record.assistantVersion,
  confidence: record.confidence,
  emergency: emergencyOf(decision),
  cache: record.cache,
  repeats: record.repeats,
  meant: record.meant,
  degraded: [...record.degraded],
});

function emergencyOf({ danger, told, emergency }: Decision): QueryAnswered['emergency'] {
  if (danger === null && told === null) return null;
  const { certainty = 'none', likelihood = null } = danger ?? {};
  return { certainty, kind: danger?.kind ?? emergency, likelihood, told };
}
