import { createServer } from 'node:net';

/** Binds `port` for a moment; gives the port it got, or undefined when somebody else holds it. */
function bindOnce(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const { port: bound } = server.address() as { port: number };
      server.close(() => resolve(bound));
    });
  });
}

/** A port that was free a moment ago. Whoever starts a server on it must be ready to lose the race and ask again. */
export async function freePort(): Promise<number> {
  const port = await bindOnce(0, '127.0.0.1');
  if (port === undefined) throw new Error('The system gave no free port.');
  return port;
}

/** @param host where a server is to listen; `0.0.0.0` for every address of this machine */
export const portIsFree = async (port: number, host = '127.0.0.1'): Promise<boolean> =>
  (await bindOnce(port, host)) !== undefined;
