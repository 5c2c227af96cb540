import { createServer } from 'node:net';

/** Binds `port` on the loopback address for a moment; gives the port it got, or undefined when somebody else holds it. */
function bindOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const { port: bound } = server.address() as { port: number };
      server.close(() => resolve(bound));
    });
  });
}

/** A port that was free a moment ago. Whoever starts a server on it must be ready to lose the race and ask again. */
export async function freePort(): Promise<number> {
  const port = await bindOnce(0);
  if (port === undefined) throw new Error('The system gave no free port.');
  return port;
}

export const portIsFree = async (port: number): Promise<boolean> => (await bindOnce(port)) !== undefined;
