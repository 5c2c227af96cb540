import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { methodsAt } from '#platform/http';
import { testBackingServices } from '#testing';
import { startTestGateway, type TestGateway } from '../test-gateway.js';

const services = testBackingServices({ nats: {}, database: 'pglite' });
const askingKey = `club_test_${'a'.repeat(43)}`;

interface Operation {
  readonly security?: readonly unknown[];
  readonly responses: Record<string, unknown>;
}

describe('the OpenAPI document', () => {
  let gateway: TestGateway;
  let operations: { path: string; method: 'GET' | 'POST' | 'PUT' | 'DELETE'; operation: Operation }[];

  beforeAll(async () => {
    gateway = await startTestGateway(services);
    await gateway.parts.apiKeys.store('asking', askingKey, ['ask']);
    const { paths } = (await gateway.inject('GET', '/openapi.json')).json<{
      paths: Record<string, Record<string, Operation>>;
    }>();
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path: path.replaceAll(/\{\w+\}/g, 'a'),
        method: method.toUpperCase() as 'GET',
        operation,
      })),
    );
  });
  afterAll(() => gateway.close());

  const without = { authorization: '' };
  const asking = { authorization: `Bearer ${askingKey}` };

  it('has every operation at a route, and no route it describes takes more', () => {
    expect(operations.length).toBeGreaterThan(12);
    const described = Map.groupBy(operations, ({ path }) => path);
    for (const [path, some] of described) {
      const taken = methodsAt(gateway.app.getHttpAdapter().getInstance(), path).filter((method) => method !== 'HEAD');
      expect([path, taken]).toEqual([path, some.map(({ method }) => method).sort()]);
    }
  });

  it('an operation without a key is 401 unless it says that it is public', async () => {
    for (const { path, method, operation } of operations) {
      const { status } = await gateway.inject(method, path, undefined, without);
      const isPublic = operation.security?.length === 0;
      expect([method, path, status === 401]).toEqual([method, path, !isPublic]);
      expect(Object.keys(operation.responses)).toContain(String(status));
    }
  });

  it('what is forbidden for a key that may only ask says so', async () => {
    const forbidden = operations.filter(({ operation }) => '403' in operation.responses);
    expect(forbidden.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /cache',
      'GET /cache/aliases',
      'GET /cache/aliases/suggestions',
      'GET /routing/learned',
      'POST /assistants/a/config/restore',
      'POST /cache/aliases',
      'POST /cache/aliases/remove',
      'POST /routing/learned/a/decision',
      'POST /routing/try',
      'PUT /assistants/a/config',
      'PUT /sops/a',
    ]);
    for (const { path, method, operation } of operations) {
      const { status } = await gateway.inject(method, path, method === 'GET' ? undefined : {}, asking);
      expect([method, path, status === 403]).toEqual([method, path, '403' in operation.responses]);
    }
  });
});
