import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type BackingService } from './backing-service.js';
import { findProgram } from './programs.js';
import { scratchFolder } from './scratch.js';
import { exchange } from './wire.js';

export interface NginxOptions {
  /** The ports on this machine that requests are handed on to, in turn. */
  readonly upstreams: readonly number[];
  /** Directives for the proxied location, such as `proxy_read_timeout 1s;`; nginx's own defaults without them. */
  readonly location?: string;
  readonly port?: number;
  readonly onProgress?: (line: string) => void;
}

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** One process, so that none is left behind when it is killed. */
const configuration = (folder: string, listen: number, identity: string, options: NginxOptions): string => `
daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n  ')}
  upstream behind { ${options.upstreams.map((port) => `server 127.0.0.1:${port};`).join(' ')} }
  server {
    listen 127.0.0.1:${listen};
    location = /${identity} { return 200 ${identity}; }
    location / {
      proxy_pass http://behind;
      ${options.location ?? ''}
    }
  }
}
`;

/** Starts nginx as a reverse proxy. Everything it writes is in a folder for this run. */
export async function startNginx(options: NginxOptions): Promise<BackingService> {
  const { onProgress } = options;
  const program = await findProgram('nginx', onProgress ? { onProgress } : {});
  const scratch = scratchFolder('nginx');
  const configFile = join(scratch.path, 'nginx.conf');
  return startServer({
    name: 'nginx',
    port: options.port,
    startWithinMs: 20_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
    url: (port) => `http://127.0.0.1:${port}`,
    launch: (port, identity) => {
      writeFileSync(configFile, configuration(scratch.path, port, identity, options), { mode: 0o600 });
      return { program, args: ['-p', scratch.path, '-e', 'stderr', '-c', configFile] };
    },
    async isReady({ port, identity }) {
      const reply = await exchange(port, `GET /${identity} HTTP/1.0\r\n\r\n`, (received) => /\r\n\r\n./.test(received));
      return reply.startsWith('HTTP/1.1 200') && reply.endsWith(identity);
    },
    cleanUp: () => scratch.remove(),
  });
}
