import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidV7 } from '#kernel';
import { Generator } from './generator.js';
import { Histogram } from './histogram.js';
import type { LoadPlan } from './plan.js';
import { runLoad } from './run-load.js';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(answer: (request: IncomingMessage, reply: ServerResponse, body: string) => void): Promise<string> {
  server = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => answer(request, reply, body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const send = (reply: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void => {
  const text = JSON.stringify(body);
  reply.writeHead(status, { 'content-length': Buffer.byteLength(text), ...headers }).end(text);
};
const answered = (reply: ServerResponse): void => send(reply, 200, { answerId: uuidV7(), outcome: 'answered' });

const planOf = (url: string, more: Partial<LoadPlan> = {}): LoadPlan => ({
  url,
  keys: ['one', 'two'],
  bodies: ['{"query":"a"}', '{"query":"b"}'],
  asking: { draw: 'in turn' },
  pace: { model: 'open', perSecond: 100, arrivals: 'constant' },
  seconds: 0.5,
  feedbackShare: 0,
  seed: 1,
  connections: 20,
  timeoutMs: 60_000,
  ...more,
});

describe('runLoad', () => {
  it('sends what is due on time although nothing is answered, and counts the wait', async () => {
    const waiting: ServerResponse[] = [];
    const url = await serve((_request, reply) => {
      waiting.push(reply);
      // All fifty are answered only when the last one has come.
      if (waiting.length === 50) waiting.forEach(answered);
    });
    const { fates, asks, due } = await runLoad(planOf(url, { connections: 50 }));
    expect(due).toBe(50);
    expect(fates.answered).toBe(50);
    const latencies = Histogram.of(asks);
    // The first one waited for the last, 490 ms later; one that waits for its turn would have seen none of it.
    expect(latencies.max).toBeGreaterThan(450);
    expect(latencies.quantile(0.5)).toBeGreaterThan(200);
  });

  it('counts the wait for a connection as well, from when it was due', async () => {
    const url = await serve((_request, reply) => setTimeout(() => answered(reply), 50));
    const { asks, late, fates } = await runLoad(planOf(url, { connections: 1 }));
    expect(fates.answered).toBe(50);
    expect(Histogram.of(asks).max).toBeGreaterThan(1000);
    expect(Histogram.of(late).max).toBeGreaterThan(1000);
  });

  it('tells apart refusals, failures and what hangs, and loses count of none', async () => {
    const url = await serve((_request, reply, body) => {
      if (body.includes('refuse')) send(reply, 503, {}, { 'retry-after': '1' });
      else if (body.includes('fail')) send(reply, 500, {});
      else if (body.includes('drop')) reply.destroy();
      else if (!body.includes('hang')) answered(reply);
    });
    const bodies = ['refuse', 'fail', 'drop', 'hang', 'answer'];
    const { fates, due } = await runLoad(planOf(url, { bodies, timeoutMs: 10_000 }));
    expect(due).toBe(50);
    expect(fates).toEqual({ answered: 10, other: 0, recorded: 0, refused: 10, failed: 10, unreachable: 20 });
  });

  it('gives feedback on answers, with the key that asked, and writes down every id it hears', async () => {
    const asked = new Map<string, string>();
    const wrong: string[] = [];
    const url = await serve(({ url: path, headers }, reply, body) => {
      if (path === '/query') {
        const answerId = uuidV7();
        asked.set(answerId, headers.authorization!);
        send(reply, 200, { answerId, outcome: 'answered' });
        return;
      }
      const { answerId } = JSON.parse(body) as { answerId: string };
      if (asked.get(answerId) !== headers.authorization) wrong.push(answerId);
      send(reply, 202, { feedbackId: uuidV7() });
    });
    const folder = mkdtempSync(join(tmpdir(), 'run-load-spec-'));
    const files = { answers: join(folder, 'answers'), feedback: join(folder, 'feedback') };
    const { fates } = await runLoad(planOf(url, { feedbackShare: 1, heard: files }));
    expect(fates).toMatchObject({ answered: 50, recorded: 50 });
    expect(wrong).toEqual([]);
    expect(readFileSync(files.answers, 'utf8').trim().split('\n').sort()).toEqual([...asked.keys()].sort());
    expect(readFileSync(files.feedback, 'utf8').trim().split('\n')).toHaveLength(50);
    rmSync(folder, { recursive: true, force: true });
  });

  it('has closed askers wait for their answers, and as they are told', async () => {
    let [open, most, refused] = [0, 0, 0];
    const url = await serve((_request, reply) => {
      most = Math.max(most, (open += 1));
      setImmediate(() => {
        open -= 1;
        if (refused === 0) {
          refused += 1;
          send(reply, 503, {}, { 'retry-after': '60' });
        } else answered(reply);
      });
    });
    const { fates } = await runLoad(planOf(url, { pace: { model: 'closed', askers: 3 }, seconds: 3 }));
    expect(most).toBeLessThanOrEqual(3);
    expect(fates.refused).toBe(1);
    expect(fates.answered).toBeGreaterThan(3);
  });

  it('does the same in a process of its own, and tells of every second', async () => {
    const url = await serve((_request, reply) => answered(reply));
    const generator = Generator.start();
    const seconds: number[] = [];
    const { fates } = await generator.run(planOf(url), ({ at }) => seconds.push(at));
    await generator.stop();
    expect(fates.answered).toBe(50);
    expect(seconds.length).toBeGreaterThan(0);
  });
});
