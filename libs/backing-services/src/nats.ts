import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type BackingService } from './backing-service.js';
import { findProgram } from './programs.js';
import { folderOrScratch, scratchFolder } from './scratch.js';
import { exchange } from './wire.js';

export interface NatsOptions {
  readonly jetstream?: boolean;
  /** Where JetStream keeps its streams; a folder for this run only when it is absent. */
  readonly storeDir?: string;
  /** The text of a nats-server configuration: accounts, permissions, limits. Address, port and name are set by us. */
  readonly config?: string;
  readonly port?: number;
  readonly logFile?: string;
  readonly onProgress?: (line: string) => void;
}

interface ServerInfo {
  readonly server_name: string;
  readonly jetstream?: boolean;
}

/** The server speaks first: `INFO {json}`. */
async function readInfo(port: number): Promise<ServerInfo> {
  const line = await exchange(port, '', (received) => received.includes('\r\n'));
  return JSON.parse(line.slice(line.indexOf('{'), line.indexOf('\r\n'))) as ServerInfo;
}

/**
 * One thread for Go's code is enough for some thousand messages a second; on a machine that it shares with everybody who talks
 * through it, a second one mostly wakes the first (35 times for one question; a quarter of the broker's processor time).
 */
const variables = { GOMAXPROCS: '1' };

/** Starts nats-server; with `jetstream` it is ready only when JetStream is. */
export async function startNats(options: NatsOptions = {}): Promise<BackingService> {
  const { jetstream = false, config, onProgress } = options;
  const program = await findProgram('nats-server', onProgress ? { onProgress } : {});
  const scratch = scratchFolder('nats');
  const store = folderOrScratch(options.storeDir, 'jetstream');
  const configFile = join(scratch.path, 'nats.conf');
  writeFileSync(configFile, config ?? '', { mode: 0o600 });
  const storeArgs = jetstream ? ['-js', '-sd', store.path] : [];
  return startServer({
    name: 'nats-server',
    port: options.port,
    logFile: options.logFile,
    startWithinMs: 20_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
    url: (port) => `nats://127.0.0.1:${port}`,
    launch: (port, identity) => ({
      program,
      args: ['-c', configFile, '-a', '127.0.0.1', '-p', String(port), '-n', identity, ...storeArgs],
      variables,
    }),
    async isReady({ port, identity }) {
      const info = await readInfo(port);
      return info.server_name === identity && (!jetstream || info.jetstream === true);
    },
    cleanUp() {
      scratch.remove();
      store.remove();
    },
  });
}
