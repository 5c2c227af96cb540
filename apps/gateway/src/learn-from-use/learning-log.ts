import {
  integrationEvents,
  type ExampleDecided,
  type ExamplesLearned,
  type LearningRefused,
  type RegressionReport,
} from '#contracts';
import { streamOf, type EventStore, type RecordedEvent } from '#event-store';
import { Deadline, newTraceId } from '#kernel';
import type { Author } from '../configure-assistant/config-log.js';
import { reportForRecord } from '../configure-assistant/report-for-record.js';
import { readEvidence, type Said } from './read-evidence.js';
import type { Decided } from './weigh-evidence.js';

const { 'example-decided': decided, 'examples-learned': learned, 'learning-refused': refused } = integrationEvents;
const routerStream = streamOf(learned.category, 'router');

/** Milliseconds for one read or one append. */
const withinMs = 3000;
/** So many of the latest words of managers count, which is more than people say in years. */
const newestDecisions = 5000;

/** What the router was last taught from use, and what it was not. */
export interface Standing {
  /** Version of the stream; 0 where nothing was ever tried. */
  readonly version: number;
  /** The version at which these were learned; 0 where none were. */
  readonly learnedVersion: number;
  /** By assistant. */
  readonly examples: Readonly<Record<string, readonly string[]>>;
  readonly learnedAt: string | null;
  /** When it was last learned or refused, Unix milliseconds; 0 where it never was. */
  readonly triedAt: number;
  /** What was refused since; null where nothing was. */
  readonly refused: Pick<LearningRefused, 'digest' | 'regression'> | null;
}

const nothing: Standing = { version: 0, learnedVersion: 0, examples: {}, learnedAt: null, triedAt: 0, refused: null };

/** Everything in the log that is about learning from use. */
export class LearningLog {
  constructor(private readonly events: Pick<EventStore, 'append' | 'readStream' | 'readLatest'>) {}

  /** Another text whenever something was learned, refused or decided. */
  async mark(): Promise<string> {
    const newest = await Promise.all(
      [learned.category, decided.category].map((category) =>
        this.events.readLatest(category, 1, { members: [], deadline: Deadline.in(withinMs) }),
      ),
    );
    return newest.map(([event]) => event?.id ?? 'none').join();
  }

  async standing(): Promise<Standing> {
    const [newest] = await this.read({ newest: 1 });
    if (!newest) return nothing;
    const { streamVersion: version, recordedAt, type, data } = newest;
    const triedAt = Date.parse(recordedAt);
    const learnedBy = (event: RecordedEvent) => ({
      learnedVersion: event.streamVersion,
      examples: learned.schema.parse(event.data).examples,
      learnedAt: event.recordedAt,
    });
    if (type === 'examples-learned') return { version, triedAt, refused: null, ...learnedBy(newest) };
    const { digest, regression, standing } = refused.schema.parse(data);
    const [before] = standing === 0 ? [] : await this.read({ from: standing, to: standing });
    return { ...nothing, version, triedAt, refused: { digest, regression }, ...(before ? learnedBy(before) : {}) };
  }

  /** The latest word on each question, the oldest first. */
  async decisions(): Promise<Decided[]> {
    const events = await this.events.readLatest(decided.category, newestDecisions, { deadline: Deadline.in(withinMs) });
    const latest = new Map<string, Decided>();
    for (const { data, actor, recordedAt } of events.toReversed()) {
      const read = decided.schema.parse(data);
      latest.delete(read.id);
      latest.set(read.id, { ...read, by: actor, at: recordedAt });
    }
    return [...latest.values()];
  }

  evidence(): Promise<Said[]> {
    return readEvidence(this.events);
  }

  async decide(data: ExampleDecided, { actor, traceId }: Author): Promise<void> {
    const event = { type: 'example-decided', version: decided.version, data, actor, traceId };
    await this.events.append(streamOf(decided.category, data.id), 'any', [event], { deadline: Deadline.in(withinMs) });
  }

  /** @throws VersionConflict when another gateway was faster */
  async learn(base: Standing, examples: ExamplesLearned['examples'], regression: RegressionReport): Promise<void> {
    await this.record(base, 'examples-learned', { examples, regression: reportForRecord(regression) });
  }

  /** @throws VersionConflict when another gateway was faster */
  async refuse(base: Standing, examples: LearningRefused['examples'], digest: string, regression: RegressionReport) {
    const report = reportForRecord(regression);
    const data = { examples, digest, regression: report, standing: base.learnedVersion };
    await this.record(base, 'learning-refused', data satisfies LearningRefused);
  }

  private read(part: { from?: number; to?: number; newest?: number }): Promise<readonly RecordedEvent[]> {
    return this.events.readStream(routerStream, { ...part, deadline: Deadline.in(withinMs) });
  }

  private async record({ version }: Standing, type: 'examples-learned' | 'learning-refused', data: unknown) {
    const about = { version: integrationEvents[type].version, actor: 'service:gateway', traceId: newTraceId() };
    const event = { type, data, ...about };
    const expected = version === 0 ? 'no-stream' : version;
    await this.events.append(routerStream, expected, [event], { deadline: Deadline.in(withinMs) });
  }
}
