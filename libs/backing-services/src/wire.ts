import { connect } from 'node:net';

/**
 * Sends a text to a server on the loopback address and collects what comes back until `done` is satisfied.
 * @throws when nobody listens, or the connection ends or stays silent for a second before that
 */
export function exchange(port: number, send: string, done: (received: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = (error?: Error): void => {
      socket.destroy();
      if (error) reject(error);
      else resolve(received);
    };
    socket.setTimeout(1000, () => finish(new Error('It accepts connections and says nothing.')));
    socket.on('error', finish).on('close', () => finish(new Error('It closed the connection.')));
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (done(received)) finish();
    });
    if (send !== '') socket.write(send);
  });
}
