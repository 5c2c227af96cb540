import { integrationEvents, type AssistantConfigured, type ConfigVersion } from '#contracts';
import { streamOf, type EventStore, type ReadStreamOptions, type RecordedEvent } from '#event-store';
import { Deadline } from '#kernel';
import { lostSince } from '#routing';
import { manifestAlone } from './effective-manifest.js';

const type = 'assistant-configured';
const { version, schema, category } = integrationEvents[type];

/** What the gate reads of an edit; a member that is null is left out of what is read of it. */
const weighedSchema = schema.pick({ regression: true, override: true }).partial({ override: true });
/** So many of the newest edits count: years of them, and what is read of one may be 20 kB. */
const newestEdits = 300;

/** Milliseconds for one read or one append. */
const withinMs = 3000;

/** Who makes a change, and under which trace it is found again. */
export interface Author {
  readonly actor: string;
  readonly traceId: string;
}

/** The version that every assistant has before anybody configured it. */
export const versionZero = (assistant: string): ConfigVersion => ({
  assistant,
  version: 0,
  config: manifestAlone,
  reason: null,
  changes: [],
  changedBy: null,
  changedAt: null,
  restored: null,
  override: null,
});

function versionOf({ streamVersion, data, actor, occurredAt }: RecordedEvent): ConfigVersion {
  const { assistant, config, reason, changes, restored, override } = schema.parse(data);
  const about = { changedBy: actor, changedAt: occurredAt, restored, override };
  return { assistant, version: streamVersion, config, reason, changes, ...about };
}

/** Every version of every assistant's configuration: one stream for each, one event for each version. */
export class ConfigLog {
  constructor(private readonly events: Pick<EventStore, 'append' | 'readStream' | 'readLatest'>) {}

  /**
   * How many labeled questions all edits together have lost since the best state after the last one that an admin accepted
   * although it was refused. Every gateway reads the same. One that restores an older version counts as any other edit: else
   * whoever restores something small would begin anew.
   */
  async lost(): Promise<number> {
    const deadline = Deadline.in(withinMs);
    const events = await this.events.readLatest(category, newestEdits, {
      members: ['regression', 'override'],
      deadline,
    });
    const edits = events.toReversed().map(({ data }) => {
      const { regression, override = null } = weighedSchema.parse(data);
      const { rightBefore, rightAfter } = regression;
      return { rightBefore, rightAfter, overridden: override !== null };
    });
    return lostSince(edits);
  }

  /** Some of the versions, the oldest first; `newest` of them where that is said. Version 0 is none of them. */
  async versions(assistant: string, part: Pick<ReadStreamOptions, 'from' | 'to' | 'newest'>): Promise<ConfigVersion[]> {
    const recorded = await this.events.readStream(streamOf(category, assistant), {
      ...part,
      deadline: Deadline.in(withinMs),
    });
    return recorded.map(versionOf);
  }

  /** The newest version, or 0 where nothing was configured. */
  async newest(assistant: string): Promise<ConfigVersion> {
    const [newest] = await this.versions(assistant, { newest: 1 });
    return newest ?? versionZero(assistant);
  }

  /**
   * Makes a configuration the newest one.
   * @param base the version it is based on
   * @throws FailureError `version-conflict` when somebody else was faster
   */
  async append(base: number, data: AssistantConfigured, { actor, traceId }: Author): Promise<ConfigVersion> {
    const occurredAt = new Date().toISOString();
    const event = { type, version, data, actor, traceId, occurredAt };
    const stream = streamOf(category, data.assistant);
    const appended = await this.events.append(stream, base === 0 ? 'no-stream' : base, [event], {
      deadline: Deadline.in(withinMs),
    });
    const { assistant, config, reason, changes, restored, override } = data;
    const about = { changedBy: actor, changedAt: occurredAt, restored, override };
    return { assistant, version: appended.version, config, reason, changes, ...about };
  }
}
