import type { Decider } from '#kernel';
import { fold } from '#kernel';
import type { Appended, CallOptions, NewEvent, RecordedEvent } from './event.js';
import { VersionConflict, type EventStore } from './event-store.js';

export interface AggregateOptions<Event> extends CallOptions {
  /** How a recorded event reads as one of the decider's; where old versions of its data are brought up to date. */
  readonly read: (recorded: RecordedEvent) => Event;
  /** How a decided event is recorded: its type, version, actor and trace. */
  readonly write: (event: Event) => NewEvent;
  /** How often a command that lost a race is decided anew, on the history that won. 5 when it is not said. */
  readonly retries?: number;
}

export interface Decided<State> {
  /** After the decided events. */
  readonly state: State;
  readonly version: number;
  /** What was recorded; `undefined` when the decision was that nothing happens. */
  readonly appended: Appended | undefined;
}

/**
 * Carries out one command on one stream: reads its history, decides, and appends under the version that was read. When
 * somebody else was faster it starts over, so `decide` may run several times and must have no effects.
 *
 * @throws VersionConflict when every retry lost its race; whatever `decide` throws; and as `EventStore.append` does
 */
export async function handleCommand<State, Command, Event>(
  store: Pick<EventStore, 'append' | 'readStream'>,
  decider: Decider<State, Command, Event>,
  stream: string,
  command: Command,
  options: AggregateOptions<Event>,
): Promise<Decided<State>> {
  const { retries = 5, read, write, ...callOptions } = options;
  for (let attempt = 0; ; attempt++) {
    const history = (await store.readStream(stream, callOptions)).map((recorded) => ({
      recorded,
      event: read(recorded),
    }));
    const state = fold(
      decider,
      history.map(({ event }) => event),
    );
    const version = history.at(-1)?.recorded.streamVersion ?? 0;
    const decided = decider.decide(command, state);
    if (decided.length === 0) return { state, version, appended: undefined };
    try {
      const appended = await store.append(stream, version, decided.map(write), callOptions);
      return {
        state: decided.reduce((before, event) => decider.evolve(before, event), state),
        version: appended.version,
        appended,
      };
    } catch (thrown) {
      if (!(thrown instanceof VersionConflict) || attempt === retries) throw thrown;
    }
  }
}
