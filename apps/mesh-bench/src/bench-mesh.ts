import { join } from 'node:path';
import { createDatabase } from '#platform/database';
import { Mesh } from '#testing/mesh';
import { runBaseline } from './baselines/run-baseline.js';
import { load, type LoadResult } from './load/load.js';
import { printLoads, printMachine } from './load/report.js';
import { readQuestions } from './questions.js';

/**
 * `npm run bench:mesh`: the whole mesh beside bare Fastify and Nest with one NATS hop, in one run on one machine, the
 * load generator on it too. P1 is a repeated question, P2 a fresh one; both with key, route, record and reply.
 */
const seconds = 10;
const connections = 50;

async function countEvents(databaseUrl: string): Promise<number> {
  const database = createDatabase({
    url: databaseUrl,
    applicationName: 'bench',
    maxConnections: 1,
    statementTimeoutMs: 30_000,
    connectionTimeoutMs: 5000,
  });
  try {
    const [row] = await database.query<{ events: number }>(
      "SELECT count(*) AS events FROM log.events WHERE type = 'query-answered'",
    );
    return row!.events;
  } finally {
    await database.close();
  }
}

const questions = await readQuestions(join(import.meta.dirname, '../../../../club/questions'));
const bodies = questions
  .filter(({ assistant }) => !['none', 'unclear'].includes(assistant))
  .map(({ text, site }) => JSON.stringify(site ? { query: text, site } : { query: text }));
const repeated = JSON.stringify({ query: 'how do I cancel my booking', site: 'mill' });

const mesh = await Mesh.start();
try {
  const reply = await mesh.ask('how do I cancel my booking', { site: 'mill' });
  const headers = { authorization: `Bearer ${mesh.run.apiKey}` };
  const url = `${mesh.run.gatewayUrl}/query`;
  const results: LoadResult[] = [];
  const measured = async (name: string, url: string, bodies: readonly string[], rate?: number): Promise<LoadResult> => {
    console.log(`… ${name}`);
    const result = await load({
      name,
      url,
      bodies,
      headers,
      connections,
      seconds,
      ...(rate === undefined ? {} : { rate }),
    });
    results.push(result);
    return result;
  };

  const bare = await runBaseline('bare-fastify', [], reply);
  const bareResult = await measured('bare Fastify, same body', `${bare.url}/query`, [repeated]).finally(() =>
    bare.stop(),
  );
  const hop = await runBaseline('nest-nats-hop', [mesh.run.natsUrl], reply);
  const hopResult = await measured('Nest with one NATS hop, same body', `${hop.url}/query`, [repeated]).finally(() =>
    hop.stop(),
  );
  const before = await countEvents(mesh.run.databaseUrl);
  const p1 = await measured('P1 a repeated question', url, [repeated]);
  const p2 = await measured('P2 fresh questions', url, bodies);
  const half = Math.max(1, Math.floor(p2.requestsPerSecond / 2));
  const p2AtHalf = await measured(`P2 at half of that, ${half} req/s`, url, bodies, half);
  const events = (await countEvents(mesh.run.databaseUrl)) - before;

  printMachine({ database: 'postgres' in mesh.run.processes ? 'embedded' : 'native' });
  printLoads(results);
  const ratio = (result: LoadResult, to: LoadResult): string =>
    (result.requestsPerSecond / to.requestsPerSecond).toFixed(3);
  console.log(
    `P1: ${ratio(p1, bareResult)} of bare Fastify (bar 0.30), ${ratio(p1, hopResult)} of Nest with one NATS hop`,
  );
  console.log(
    `P2: ${ratio(p2, bareResult)} of bare Fastify, ${ratio(p2, hopResult)} of Nest with one NATS hop; ${p2.requestsPerSecond.toFixed(0)} req/s (bar 500 embedded, 1500 native)`,
  );
  console.log(`P2 at half: 97.5 % within ${p2AtHalf.p97_5} ms (bar: 95 % within 200 ms)`);
  const answered = p1.answered + p2.answered + p2AtHalf.answered;
  console.log(
    `audit: ${events} query-answered events in the log for at least ${answered} counted answers: ${events >= answered ? 'none is missing' : `${answered - events} MISSING`}`,
  );
  process.exitCode = events >= answered ? 0 : 1;
} finally {
  await mesh.remove();
}
