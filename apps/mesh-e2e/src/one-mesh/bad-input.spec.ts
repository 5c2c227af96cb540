import { describe, expect, it } from '@jest/globals';
import { problemSchema } from '#contracts';
import type { Mesh } from '#testing/mesh';

const unfinished = `---
id: new-one
title: New one
assistant: booking
owner: Booking team
sites: [harbor]
reviewBy: 2027-01-01
---

# New one

To be completed.
`;

/** What bad input gets. */
export const describeBadInput = (mesh: () => Mesh): void =>
  describe('what bad input gets', () => {
    const json = { 'content-type': 'application/json' };
    const post = (body: string, headers: Record<string, string> = json) =>
      mesh().fetch('/query', { method: 'POST', body, headers });

    it.each<[string, () => Promise<Response>, number, string, RegExp]>([
      ['an empty query', () => post('{"query":"  "}'), 400, 'invalid-request', /empty/],
      ['a query of invisible characters', () => post('{"query":"\\u200b\\u200b"}'), 400, 'invalid-request', /no text/],
      ['2,001 characters', () => post(JSON.stringify({ query: 'a'.repeat(2001) })), 400, 'invalid-request', /2000/],
      ['wrong JSON', () => post('{"query":'), 400, 'malformed-request', /JSON/],
      ['no body', () => post(''), 400, 'malformed-request', /JSON/],
      ['a wrong type', () => post('{"query":7}'), 400, 'invalid-request', /query/],
      ['a query that is no object', () => post('[]'), 400, 'invalid-request', /./],
      [
        'an unknown site',
        () => post('{"query":"where are you","site":"moon"}'),
        422,
        'unknown-site',
        /harbor, mill, summit/,
      ],
      ['an unknown field', () => post('{"query":"hi there","colour":"red"}'), 400, 'invalid-request', /colour/],
      ['an unknown asker', () => post('{"query":"hi there","asker":"boss"}'), 400, 'invalid-request', /asker/],
      ['an unknown assistant', () => post('{"query":"hi there","assistant":"chef"}'), 400, 'invalid-request', /chef/],
      ['a poisoned prototype', () => post('{"query":"hi","__proto__":{"x":1}}'), 400, 'malformed-request', /./],
      [
        'another content type',
        () => post('query=hi', { 'content-type': 'application/x-www-form-urlencoded' }),
        415,
        'unsupported-media-type',
        /./,
      ],
      [
        'a body that is too large',
        () => post(JSON.stringify({ query: 'a'.repeat(1_100_000) })),
        413,
        'payload-too-large',
        /./,
      ],
      [
        'a wrong key',
        () => post('{"query":"hi"}', { ...json, authorization: 'Bearer club_dev_wrong' }),
        401,
        'invalid-api-key',
        /./,
      ],
      [
        'a key of another kind',
        () => post('{"query":"hi"}', { ...json, authorization: 'Basic dTpw' }),
        401,
        'invalid-api-key',
        /./,
      ],
      ['an unknown path', () => mesh().fetch('/nothing'), 404, 'not-found', /./],
      ['a trace id that is none', () => mesh().fetch('/traces/xyz'), 400, 'invalid-request', /32/],
      ['a trace nobody has', () => mesh().fetch(`/traces/${'a'.repeat(32)}`), 404, 'not-found', /./],
      ['an SOP nobody has', () => mesh().fetch('/sops/no-such-sop'), 404, 'not-found', /./],
      [
        'a version that is no number',
        () => mesh().fetch('/sops/prices?version=two'),
        400,
        'invalid-request',
        /version/,
      ],
      [
        'a publication without a version',
        () =>
          mesh().fetch('/sops/prices', { method: 'PUT', body: '# x', headers: { 'content-type': 'text/markdown' } }),
        428,
        'version-required',
        /If-Match/,
      ],
      [
        'an SOP to be completed',
        () =>
          mesh().fetch('/sops/new-one', {
            method: 'PUT',
            body: unfinished,
            headers: { 'content-type': 'text/markdown', 'if-none-match': '*' },
          }),
        422,
        'content-refused',
        /./,
      ],
    ])('%s', async (_name, request, status, code, detail) => {
      const response = await request();
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      const problem = problemSchema.parse(await response.json());
      expect({ status: response.status, code: problem.code, inBody: problem.status }).toEqual({
        status,
        code,
        inBody: status,
      });
      expect(problem.detail).toMatch(detail);
      expect(problem.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(JSON.stringify(problem)).not.toMatch(/\.js:|\.ts:|node_modules/);
    });

    it('no key: 401 with a challenge', async () => {
      const response = await fetch(`${mesh().run.gatewayUrl}/query`, {
        method: 'POST',
        body: '{"query":"hi"}',
        headers: json,
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect(await response.json()).toMatchObject({ code: 'missing-api-key' });
    });

    it('health and the description need no key', async () => {
      for (const path of ['/health/live', '/health/ready', '/openapi.json', '/docs', '/docs/swagger-ui.css']) {
        expect([path, (await fetch(`${mesh().run.gatewayUrl}${path}`)).status]).toEqual([path, 200]);
      }
    });

    it.each(['😀😀😀', 'a'.repeat(2000), 'ÅÄÖ åäö ñ ß', '你好', '‮reversed', '%00%0a', "'; DROP TABLE log.events; --"])(
      'anything else gets an outcome: %s',
      async (query) =>
        expect(['clarify', 'rejected', 'answered', 'degraded', 'escalated']).toContain(
          (await mesh().ask(query)).outcome,
        ),
    );
  });
