import type { AnswerPart, Ask, Club, QueryRequest, QueryResponse, QueryStreamPart } from '#contracts';
import { failure, FailureError, uuidOfTrace } from '#kernel';
import type { Call, MessageBus } from '#platform/messaging';
import type { Patience } from '../patience.js';
import type { KeptAnswers, Served } from '../response-cache/kept-answers.js';
import type { Conversations } from '../follow-up/conversations.js';
import { inContext, type InContext } from '../follow-up/in-context.js';
import type { AssistantDirectory } from '../assistants/assistant-directory.js';
import type { QueryRecorder } from '../record-query/query-recorder.js';
import { AnswerDraft, partsOf } from './answer-draft.js';
import { askAssistant, askEmergency, switchedOff } from './ask-assistant.js';
import type { Decision } from './decision.js';
import { emergencyCard } from './emergency-card.js';
import { emergencyNotice } from './emergency-notice.js';
import { clarifyAnswer, escalatedAnswer, rejectedAnswer } from './own-answers.js';
import { outcomeOf } from './outcome.js';
import { sanitise } from './sanitise.js';

/** Milliseconds kept back from every deadline, so that the record is written and the reply sent before it. */
const reserve = 150;

/** Where assistants are asked, and how long they are waited for. */
export interface Assistants {
  readonly bus: Pick<MessageBus, 'stream'>;
  readonly patience: Pick<Patience, 'firstWordMs' | 'silentMs' | 'emergencyMs'>;
}

interface Answering {
  readonly ask: Ask;
  readonly decision: Decision;
  readonly draft: AnswerDraft;
}

interface Begun extends Answering {
  /** What it is answered as where it follows another question; null where it is answered as itself. */
  readonly meant: string | null;
  /** Milliseconds, by `performance.now`. */
  readonly started: number;
  readonly routed: number;
}

/** What is known of an answer before its first word, and after its last. */
type AnswerStart = Pick<QueryResponse, 'answerId' | 'traceId' | 'assistant' | 'route' | 'emergency'>;
type AnswerEnd = Pick<QueryResponse, 'outcome' | 'confidence' | 'cache' | 'degraded' | 'timings'>;

/** Decides who answers a query, has it answered, records what was said, and passes the parts on as they come. */
export class AnswerQuery {
  constructor(
    private readonly club: Club,
    private readonly directory: Pick<AssistantDirectory, 'decide' | 'list'>,
    private readonly assistants: Assistants,
    private readonly recorder: Pick<QueryRecorder, 'record'>,
    private readonly kept: Pick<KeptAnswers, 'serve'>,
    private readonly conversations: Conversations,
  ) {}

  /**
   * The answer in parts as they come.
   * @throws FailureError `unknown-site` or `invalid-request` before the first part; after it, never: a query that has
   * begun ends with `answer-end`.
   */
  async *answer(request: QueryRequest, call: Call): AsyncGenerator<QueryStreamPart> {
    const begun = await this.begin(request, call);
    yield { type: 'answer-start', ...this.startOf(begun, call), version: begun.decision.assistant?.version ?? null };
    const served = await this.serve(begun, call);
    for await (const part of served.parts) {
      begun.draft.add(part);
      if (part.type !== 'answer-start' && part.type !== 'answer-end') yield part;
    }
    const { category, priority } = begun.draft.body();
    yield { type: 'answer-end', category, priority, ...(await this.finish(begun, served, call)) };
  }

  /**
   * The same answer, whole.
   * @throws FailureError as `answer` does
   */
  async respond(request: QueryRequest, call: Call): Promise<QueryResponse> {
    const begun = await this.begin(request, call);
    const { draft } = begun;
    const served = await this.serve(begun, call);
    // What was kept is there already: waiting for each of its parts would be most of the work.
    if (Symbol.iterator in served.parts) for (const part of served.parts) draft.add(part);
    else for await (const part of served.parts) draft.add(part);
    const end = await this.finish(begun, served, call);
    return { ...this.startOf(begun, call), answer: draft.body(), sources: draft.sources, ...end };
  }

  private async begin(request: QueryRequest, call: Call): Promise<Begun> {
    const started = performance.now();
    const ask = this.askOf(request, call);
    const { decision, meant } = await this.decide(ask, request, call);
    return { ask, decision, meant, draft: new AnswerDraft(), started, routed: performance.now() };
  }

  private startOf({ ask, decision }: Begun, { trace }: Call): AnswerStart {
    return {
      answerId: ask.answerId,
      traceId: trace.traceId,
      assistant: decision.assistant?.id ?? null,
      route: decision.route,
      emergency: emergencyNotice(this.club, decision, ask.site ?? null),
    };
  }

  private async serve({ ask, meant, decision, draft }: Begun, call: Call): Promise<Served> {
    const served = await this.kept.serve({
      ask: meant === null ? ask : { ...ask, query: meant },
      decision,
      call: { ...call, deadline: call.deadline.within(Math.max(0, call.deadline.remaining() - reserve)) },
      generate: (asked, within) => this.partsFor({ ask: asked, decision, draft }, within),
    });
    served.degraded.forEach((code) => draft.degraded.add(code));
    return served;
  }

  /** Who answers, and what the question is answered as where it follows another one of its conversation. */
  private async decide({ query, conversationId }: Ask, request: QueryRequest, call: Call): Promise<InContext> {
    const { assistant, emergency = null } = request;
    const decide = (text: string): Decision => this.directory.decide(text, assistant, emergency);
    if (conversationId === undefined || assistant !== undefined) return { decision: decide(query), meant: null };
    return inContext(this.conversations, { query, conversationId, principal: call.principal.id, decide });
  }

  private askOf(request: QueryRequest, { trace }: Call): Ask {
    const query = sanitise(request.query);
    if (query === '') {
      throw new FailureError(
        failure('invalid-request', 'Ask something: the query holds no text.', [
          { path: 'query', message: 'It holds no text.' },
        ]),
      );
    }
    const { site, asker, conversationId } = request;
    if (site !== undefined && !this.club.sites.some(({ id }) => id === site)) {
      const known = this.club.sites.map(({ id }) => id).join(', ');
      throw new FailureError(
        failure('unknown-site', `There is no site "${site}". The sites are ${known}.`, [
          { path: 'site', message: `One of ${known}.` },
        ]),
      );
    }
    return {
      answerId: uuidOfTrace(trace.traceId),
      query,
      asker,
      ...(site === undefined ? {} : { site }),
      ...(conversationId === undefined ? {} : { conversationId }),
    };
  }

  private async *partsFor({ ask, decision, draft }: Answering, call: Call): AsyncGenerator<AnswerPart> {
    const { assistant, away, emergency, danger, confidence } = decision;
    const { bus, patience } = this.assistants;
    // Whatever goes to the emergency assistant may be one, caught or not: without it there is the card, and soon.
    if (emergency !== null || assistant?.emergency) {
      const asked = told(ask, emergency);
      const parts =
        assistant && away !== 'disabled' ? await askEmergency(bus, assistant, asked, call, patience.emergencyMs) : null;
      if (parts) {
        yield* parts;
        return;
      }
      draft.degraded.add('assistant-unavailable');
      yield* partsOf(emergencyCard(this.club, emergency ?? danger?.kind ?? null, ask.site ?? null), confidence);
      return;
    }
    if (assistant && away === 'disabled') {
      yield* switchedOff(this.club, assistant);
      return;
    }
    if (assistant) {
      const withinMs = away === 'silent' ? patience.silentMs : patience.firstWordMs;
      yield* askAssistant(bus, this.club, assistant, ask, call, withinMs);
      return;
    }
    yield* this.withoutAssistant(decision);
  }

  /** What the gateway says itself: it asks back, or says what it can help with. */
  private withoutAssistant({ route, choices, confidence }: Decision): Iterable<AnswerPart> {
    if (route.method !== 'clarify') return partsOf(rejectedAnswer(this.club, this.directory.list()), confidence);
    if (choices.length > 0) return partsOf(clarifyAnswer(choices), confidence);
    // Whoever could be meant is switched off.
    const reason = 'Nobody who could be meant is there';
    return partsOf(escalatedAnswer(this.club, 'right', reason), 0, ['assistant-disabled']);
  }

  private async finish(begun: Begun, served: Served, call: Call): Promise<AnswerEnd> {
    const { ask, decision, draft, meant, started, routed } = begun;
    const answered = performance.now();
    const outcome = outcomeOf(decision, draft);
    const { confidence } = draft;
    const timings = {
      ...draft.timings,
      route: rounded(routed - started),
      answer: rounded(answered - routed),
      total: rounded(answered - started),
    };
    const record = {
      ask,
      outcome,
      decision,
      answer: draft.body(),
      sources: draft.sources,
      confidence,
      assistantVersion: draft.assistantVersion,
      cache: served.tier,
      repeats: served.repeats,
      meant: served.meant ?? meant,
      degraded: [...draft.degraded],
      timings,
    };
    const stored = await this.recorder.record(record, call);
    return {
      outcome: stored || outcome !== 'answered' ? outcome : 'degraded',
      confidence,
      cache: served.tier,
      degraded: stored ? record.degraded : [...record.degraded, 'trace-delayed'],
      timings,
    };
  }
}

/** What the assistant is asked: with the kind of emergency, where it is certain that it is one. */
const told = (ask: Ask, emergency: string | null): Ask => (emergency === null ? ask : { ...ask, emergency });

const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
