import { integrationEvents, type AssistantConfigured, type ConfigVersion } from '#contracts';
import { streamOf, type EventStore, type ReadStreamOptions, type RecordedEvent } from '#event-store';
import { Deadline } from '#kernel';
import { manifestAlone } from './effective-manifest.js';

const type = 'assistant-configured';
const { version, schema, category } = integrationEvents[type];

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
  constructor(private readonly events: Pick<EventStore, 'append' | 'readStream'>) {}

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
