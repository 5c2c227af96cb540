import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testBackingServices } from '#testing';
import { usualPatience } from '../patience.js';
import { manifestOf, shortAnswer, startStandIn, startTestGateway, type TestGateway } from '../test-gateway.js';
import type { BusStrategy } from '#platform/messaging';

const services = testBackingServices({ nats: {}, database: 'pglite' });

describe('POST /feedback', () => {
  let gateway: TestGateway;
  let standIn: BusStrategy;
  let answerId: string;
  beforeAll(async () => {
    gateway = await startTestGateway(services);
    standIn = await startStandIn(services, gateway, manifestOf('booking', 'booking'), shortAnswer);
    answerId = (await gateway.inject('POST', '/query', { query: 'how do I change my booking' })).json<{
      answerId: string;
    }>().answerId;
  });
  afterAll(async () => {
    await standIn.close();
    await gateway.close();
  });

  const give = (body: unknown, to = gateway) => to.inject('POST', '/feedback', body);

  it('202 once it is committed, also while NATS is away', async () => {
    services.nats.kill('SIGKILL');
    await services.nats.exited;
    const response = await give({ answerId, helpful: false, reason: 'wrong', comment: 'it was 44 dollars' });
    expect(response.status).toBe(202);
    const { feedbackId, traceId } = response.json<{ feedbackId: string; traceId: string }>();
    const [answered, event] = await gateway.parts.events.readByTrace(traceId);
    expect(answered).toMatchObject({ type: 'query-answered', data: { answerId } });
    expect(event).toMatchObject({
      causationId: answered!.id,
      type: 'feedback-given',
      data: { feedbackId, answerId, helpful: false, reason: 'wrong', comment: 'it was 44 dollars' },
    });
    await services.nats.restart();
  });

  it('404 for an answer nobody gave', async () => {
    expect((await give({ answerId: '01890a5d-ac96-774b-bcce-b302099a8057', helpful: true })).status).toBe(404);
  });

  it.each([
    [{ answerId: 'x', helpful: true }, 'answerId'],
    [{ answerId: '01890a5d-ac96-774b-bcce-b302099a8057' }, 'helpful'],
    [{ answerId: '01890a5d-ac96-774b-bcce-b302099a8057', helpful: 'yes' }, 'helpful'],
    [{ answerId: '01890a5d-ac96-774b-bcce-b302099a8057', helpful: true, stars: 5 }, 'stars'],
  ])('400 for %j', async (body, place) => {
    const response = await give(body);
    expect([response.status, response.json<{ errors: { path: string }[] }>().errors.map(({ path }) => path)]).toEqual([
      400,
      [place],
    ]);
  });

  it('503 with the database away, and 202 again when it is back', async () => {
    const { databaseUrl } = gateway;
    const hasty = await startTestGateway(services, { databaseUrl, instance: 'hasty', patience: usualPatience });
    services.database.kill('SIGSTOP');
    try {
      const refused = await give({ answerId, helpful: true }, hasty);
      expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    } finally {
      services.database.kill('SIGCONT');
    }
    await eventually(async () => expect((await give({ answerId, helpful: true }, hasty)).status).toBe(202));
    await hasty.close();
  });
});
