import { startServer, type BackingService } from './backing-service.js';
import { findProgram } from './programs.js';
import { folderOrScratch } from './scratch.js';
import { exchange } from './wire.js';

export interface RedisOptions {
  /** Where the data is kept between starts; without it everything is in memory for this run only. */
  readonly dir?: string;
  readonly port?: number;
  readonly logFile?: string;
  readonly onProgress?: (line: string) => void;
}

/** Starts redis-server. It takes writes only from this machine and has no password. */
export async function startRedis(options: RedisOptions = {}): Promise<BackingService> {
  const { onProgress } = options;
  const program = await findProgram('redis-server', onProgress ? { onProgress } : {});
  const folder = folderOrScratch(options.dir, 'redis');
  const appendOnly = options.dir === undefined ? 'no' : 'yes';
  return startServer({
    name: 'redis-server',
    port: options.port,
    logFile: options.logFile,
    startWithinMs: 20_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
    url: (port) => `redis://127.0.0.1:${port}`,
    launch: (port) => ({
      program,
      args: [
        '--bind',
        '127.0.0.1',
        '--port',
        String(port),
        '--dir',
        folder.path,
        '--save',
        '',
        '--appendonly',
        appendOnly,
      ],
    }),
    async isReady({ port, pid }) {
      const info = await exchange(port, 'INFO\r\n', (received) => /^loading:\d/m.test(received));
      return info.includes(`process_id:${pid}\r\n`) && info.includes('loading:0\r\n');
    },
    cleanUp: () => folder.remove(),
  });
}
