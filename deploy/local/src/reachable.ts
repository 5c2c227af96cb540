import { once } from 'node:events';
import { connect } from 'node:net';
import { fail } from '#kernel';

const withinMs = 5000;
const defaultPorts: Readonly<Record<string, number>> = { postgres: 5432, postgresql: 5432, nats: 4222, redis: 6379 };

/** @throws FailureError with one sentence that names the variable, but not its secrets, when nobody listens where it points */
export async function checkReachable(variable: string, url: string): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  const place = { host: hostname, port: Number(port) || (defaultPorts[protocol.replace(/s?:$/, '')] ?? 4222) };
  const socket = connect({ ...place, signal: AbortSignal.timeout(withinMs) });
  try {
    await once(socket, 'connect');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw fail('unavailable', `${variable} points to ${place.host}:${place.port}, where nobody answers (${reason}).`);
  } finally {
    socket.destroy();
  }
}
