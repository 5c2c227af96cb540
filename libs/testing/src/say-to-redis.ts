import { connect } from 'node:net';

/** Says one command to a Redis past the cache, as it is typed; its reply as it stands on the wire. */
export function sayToRedis({ port }: { readonly port: number }, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\n`));
    socket.once('error', reject).once('data', (reply) => {
      socket.destroy();
      resolve(reply.toString().trim());
    });
  });
}
