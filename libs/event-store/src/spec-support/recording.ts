import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { RecordedEvent } from '../event.js';
import { decodeEvent, eventStreamName } from '../jetstream/event-message.js';

export interface StoredMessage {
  readonly subject: string;
  readonly messageId: string;
  readonly event: RecordedEvent;
}

/** Everything the copy holds, in its order. */
export async function readCopy(connection: NatsConnection): Promise<StoredMessage[]> {
  const manager: JetStreamManager = await jetstreamManager(connection);
  const { state } = await manager.streams.info(eventStreamName);
  const sequences = Array.from({ length: state.last_seq - state.first_seq + 1 }, (_, index) => state.first_seq + index);
  const messages = await Promise.all(sequences.map((seq) => manager.streams.getMessage(eventStreamName, { seq })));
  return messages
    .filter((message) => message !== null)
    .map((message) => ({
      subject: message.subject,
      messageId: message.header.get('Nats-Msg-Id'),
      event: decodeEvent(message.string()),
    }));
}
