import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Health } from './health.js';
import { HealthServer } from './health-server.js';

describe('health', () => {
  let health: Health;
  let server: HealthServer;
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  beforeEach(async () => {
    health = new Health();
    server = await HealthServer.start(health, 0);
  });
  afterEach(() => server.stop());

  it('is ready while every required dependency works', async () => {
    health.add('database', () => Promise.resolve());
    expect(await get('/health/ready')).toEqual({
      status: 200,
      body: { ready: true, degraded: [], checks: { database: 'ok' } },
    });
  });

  it('is live and not ready when a required dependency fails, and says which', async () => {
    health.add('database', () => Promise.reject(new Error('connection refused')));
    expect(await get('/health/live')).toMatchObject({ status: 200 });
    expect(await get('/health/ready')).toEqual({
      status: 503,
      body: { ready: false, degraded: [], checks: { database: 'connection refused' } },
    });
  });

  it('stays ready without a dependency that is not required, and names it', async () => {
    health.add('cache', () => Promise.reject(new Error('away')), { required: false });
    expect(await get('/health/ready')).toEqual({
      status: 200,
      body: { ready: true, degraded: ['cache'], checks: { cache: 'away' } },
    });
  });

  it('does not hang on a check that hangs', async () => {
    health.add('bus', () => new Promise(() => undefined));
    expect(await get('/health/ready')).toMatchObject({
      status: 503,
      body: { checks: { bus: 'no answer within 500 ms' } },
    });
  });

  it('is not ready once it is stopping', async () => {
    health.beginStopping();
    expect(await get('/health/ready')).toMatchObject({ status: 503, body: { checks: { process: 'stopping' } } });
  });
});
