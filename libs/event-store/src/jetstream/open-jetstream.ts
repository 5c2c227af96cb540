import { connect, type NatsConnection } from '@nats-io/transport-node';
import { subjectToken } from '#contracts';
import { failure, FailureError } from '#kernel';

export interface JetStreamSettings {
  /** `nats://[user:password@]host:port`; several of one cluster with commas between them. */
  readonly url: string;
  /** The service this is; a subject token. Its replies come to `_INBOX.<service>.>`. */
  readonly service: string;
  /** How long the first connection may take; later ones are tried forever. Milliseconds, 5,000 when it is not said. */
  readonly connectTimeoutMs?: number;
}

/**
 * A connection for the relay and the consumers, apart from the one for requests: a burst of events then never stands in
 * front of a reply. It reconnects forever.
 *
 * @throws FailureError `unavailable` when the broker cannot be reached
 */
export async function openJetStream({
  url,
  service,
  connectTimeoutMs = 5_000,
}: JetStreamSettings): Promise<NatsConnection> {
  const urls = url.split(',').map((one) => new URL(one.trim()));
  const { username, password } = urls[0]!;
  try {
    return await connect({
      servers: urls.map(({ protocol, host }) => `${protocol}//${host}`),
      ...(username === '' ? {} : { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
      name: `${subjectToken(service)} events`,
      inboxPrefix: `_INBOX.${subjectToken(service)}`,
      timeout: connectTimeoutMs,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      pingInterval: 5_000,
      maxPingOut: 2,
    });
  } catch (thrown) {
    throw new FailureError(failure('unavailable', 'The message bus cannot be reached.'), String(thrown), {
      cause: thrown,
    });
  }
}
