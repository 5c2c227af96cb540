import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from '#platform/logging';

/**
 * Listeners at the one port. Each takes one connection in a turn of the loop (libuv 1.45 and later): where a turn takes 20 ms, a
 * single one leaves the last of a thousand clients that come at once waiting for 20 seconds until it is heard at all. And what
 * does not find room among the 511 that may wait at each is dropped by the kernel, and tried again by its client seconds later.
 */
const count = 16;

/** Elsewhere the connections that come to one port are not shared out among its listeners. */
const canShare = process.platform === 'linux';

/**
 * A port that is shared would be shared with another process of the same user as well, each getting some of the clients. Two that
 * start at the very same moment are not told apart.
 */
async function mustBeFree(port: number, host: string): Promise<void> {
  const probe = createServer().listen({ port, host });
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}

/** A listener that hands every connection to the server, made as a server of HTTP makes its own. */
async function anotherOf(server: Server, port: number, host: string, onError: (error: Error) => void): Promise<Server> {
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket));
  listener.listen({ port, host, reusePort: true });
  await once(listener, 'listening');
  return listener.on('error', onError);
}

/**
 * Has the application listen, on Linux with many listeners.
 * @returns the listeners beside its own, to be closed together with it
 * @throws where the port is taken
 */
export async function listen(
  app: Pick<NestFastifyApplication, 'listen' | 'getHttpServer'>,
  port: number,
  logger: Pick<Logger, 'warn'>,
  host = '0.0.0.0',
): Promise<Server[]> {
  if (canShare && port !== 0) await mustBeFree(port, host);
  // Without descriptors or memory to spare; the next one may be.
  const notTaken = (error: Error): void => logger.warn({ err: error }, 'a connection could not be taken');
  const own = { port, host, reusePort: canShare };
  await app.listen(own);
  const server: Server = app.getHttpServer();
  server.on('error', notTaken);
  const { port: taken } = server.address() as AddressInfo;
  const others = canShare ? Array.from({ length: count - 1 }, () => anotherOf(server, taken, host, notTaken)) : [];
  return Promise.all(others);
}
