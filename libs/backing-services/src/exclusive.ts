import { createHash } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Abstract Unix sockets (Linux): the kernel frees the name when its holder dies, so that a killed process leaves no stale
 * lock behind, which a lock file cannot promise.
 */
const socketOf = (name: string): string => `\0clubos-${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;

/** What a holder has; `release` is safe to call twice. */
export interface Hold {
  release(): Promise<void>;
}

/** Takes the lock of that name, or gives undefined when another holder on this machine has it. */
export function tryHold(name: string): Promise<Hold | undefined> {
  return new Promise((resolve, reject) => {
    const waiting = new Set<Socket>();
    const server: Server = createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => waiting.delete(socket));
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(socketOf(name), () => {
      server.unref();
      resolve({
        release: () =>
          new Promise<void>((released) => {
            server.close(() => released());
            for (const socket of waiting) socket.destroy();
          }),
      });
    });
  });
}

/** Waits until the holder lets go or dies: either closes the connection. */
function holderGone(name: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(socketOf(name));
    socket.on('error', () => socket.destroy()).on('close', () => resolve());
    socket.resume();
  });
}

/** Runs `work` while no other process of this machine runs work of the same name. */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  let hold = await tryHold(name);
  while (!hold) {
    await holderGone(name);
    hold = await tryHold(name);
  }
  try {
    return await work();
  } finally {
    await hold.release();
  }
}
