import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';

/** An abstract Unix socket: the kernel frees its name when the holder dies, so that nothing stale is left of a killed one. */
const socketOf = (name) => `\0clubos-${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;

const listen = (name, waiting) =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => waiting.delete(socket));
    });
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(socketOf(name), () => resolve(server));
  });

const holderGone = (name) =>
  new Promise((resolve) => {
    const socket = connect(socketOf(name));
    socket.on('error', () => socket.destroy()).on('close', resolve);
    socket.resume();
  });

/** Runs `work` while no other process of this machine runs work of the same name; `onWait` is told when it has to wait. */
export async function exclusively(name, work, onWait = () => undefined) {
  const waiting = new Set();
  let server = await listen(name, waiting);
  if (!server) onWait();
  while (!server) {
    await holderGone(name);
    server = await listen(name, waiting);
  }
  try {
    return await work();
  } finally {
    server.close();
    for (const socket of waiting) socket.destroy();
  }
}
