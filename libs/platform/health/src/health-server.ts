import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health.js';

/** `GET /health/live` and `GET /health/ready` for a process that has no other HTTP door. */
export class HealthServer {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** @param port 0 takes a free one */
  static async start(health: Health, port: number): Promise<HealthServer> {
    const server = createServer((request, response) => {
      const send = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.url === '/health/live') return send(200, { live: true });
      if (request.url !== '/health/ready') return send(404, { error: 'Only /health/live and /health/ready are here.' });
      health.report().then(
        (report) => send(report.ready ? 200 : 503, report),
        (error: unknown) => send(503, { ready: false, degraded: [], checks: { process: String(error) } }),
      );
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve));
    return new HealthServer(server, (server.address() as AddressInfo).port);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
