import { integrationEvents, type AnswersRepeated, type Route } from '#contracts';
import { streamOf, type GroupCommit } from '#event-store';
import { newTraceId, nextTurn, uuidV7 } from '#kernel';
import type { Call } from '#platform/messaging';
import { askedIn, givenIn, labelIn, type QueryRecord } from './query-record.js';
import type { RecordedWords } from './recorded-words.js';

/** The most queries of one event. */
const mostAsked = 100;
/** The most queries that wait to be recorded; more are counted as lost, as those are that find the spool full. */
const mostWaiting = 10_000;

interface Waiting {
  readonly record: QueryRecord;
  readonly actor: string;
  readonly at: string;
  readonly settle: PromiseWithResolvers<boolean>;
}

/**
 * Records queries that were answered from the cache, many in one event: all that came while the event before was committed.
 * A repeated answer costs so little that a row of its own would be most of its price, and so would its words, which are
 * written where no record has them yet.
 */
export class RepeatedAnswers {
  private readonly waiting: Waiting[] = [];
  private running = false;
  private overflowed = 0;

  constructor(
    private readonly commits: Pick<GroupCommit, 'appendOrSpool'>,
    private readonly words: RecordedWords,
  ) {}

  /** Queries that found too many waiting, since the start. */
  get dropped(): number {
    return this.overflowed;
  }

  /** @returns whether it is committed, as `QueryRecorder.record` does */
  record(record: QueryRecord, { principal }: Call, at: string): Promise<boolean> {
    if (this.waiting.length >= mostWaiting) {
      this.overflowed += 1;
      return Promise.resolve(false);
    }
    const waiting = { record, actor: principal.id, at, settle: Promise.withResolvers<boolean>() };
    this.waiting.push(waiting);
    if (!this.running) void this.run();
    return waiting.settle.promise;
  }

  private async run(): Promise<void> {
    this.running = true;
    // Whoever is being answered in this turn of the loop still comes along.
    await nextTurn();
    while (this.waiting.length > 0) await this.commit(this.waiting.splice(0, mostAsked));
    this.running = false;
  }

  /** An event that cannot be recorded is halved until the query that is at fault stands alone. */
  private async commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const given = new GivenAnswers(this.words);
      const { kept } = await this.commits.appendOrSpool(appendOf(repeatedIn(batch, given)));
      if (kept === 'recorded') given.remember();
      else this.words.forget();
      batch.forEach(({ settle }) => settle.resolve(kept === 'recorded'));
    } catch (thrown) {
      if (batch.length === 1) {
        batch[0]!.settle.reject(thrown);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await this.commit(batch.slice(0, middle));
      await this.commit(batch.slice(middle));
    }
  }
}

function repeatedIn(batch: readonly Waiting[], given: GivenAnswers): AnswersRepeated {
  const asked = batch.map(({ record, actor, at }) => ({
    given: given.placeOf(record),
    actor,
    at,
    ...askedIn(record),
  }));
  return { given: given.answers, asked };
}

/** Answers that were given in one event, each once: the same kept answer, for the same route. */
class GivenAnswers {
  readonly answers: AnswersRepeated['given'] = [];
  private readonly places = new Map<Route, Map<string, number>>();
  private readonly whole: QueryRecord[] = [];

  constructor(private readonly words: RecordedWords) {}

  placeOf(record: QueryRecord): number {
    const { repeats, outcome, cache, meant, degraded, decision } = record;
    const { chosen, danger } = decision;
    const key = JSON.stringify([repeats, outcome, cache, meant, chosen, danger, degraded]);
    const places = this.places.get(decision.route) ?? new Map<string, number>();
    this.places.set(decision.route, places);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, this.answers.length);
    return this.answers.push(this.given(record)) - 1;
  }

  /** That the words which were written out are in the log. */
  remember(): void {
    for (const { decision, repeats, ask } of this.whole) this.words.add(decision.route, repeats!, ask.answerId);
  }

  private given(record: QueryRecord): AnswersRepeated['given'][number] {
    const { decision, repeats } = record;
    const wordsOf = repeats === null ? undefined : this.words.find(decision.route, repeats);
    if (wordsOf !== undefined) return { ...labelIn(record), wordsOf };
    if (repeats !== null) this.whole.push(record);
    return givenIn(record);
  }
}

function appendOf(data: AnswersRepeated) {
  const id = uuidV7();
  const type = 'answers-repeated';
  const { version, category } = integrationEvents[type];
  const mentions = data.asked.map(({ answerId }) => answerId);
  const about = { actor: 'service:gateway', traceId: newTraceId(), mentions };
  return {
    stream: streamOf(category, id),
    expected: 'no-stream' as const,
    events: [{ id, type, version, data, ...about }],
    records: data.asked.length,
  };
}
