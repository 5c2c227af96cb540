import { join } from 'node:path';
import { readLabeledQuestions } from '#testing/club';
import { projectFolder } from '#backing-services';
import { Mesh } from '#testing/mesh';
import { recordedAnswers } from './audit/recorded-ids.js';
import { runBaseline } from './baselines/run-baseline.js';
import { onDatabase } from './servers/on-database.js';
import { load, type LoadOptions, type LoadResult } from './load/load.js';
import { printLoads, printMachine } from './load/report.js';
import { serverVersions } from './load/server-versions.js';
import { saveResult } from './results/result.js';
import { verdict } from './results/verdicts.js';

/**
 * `npm run bench:mesh`: the whole mesh beside bare Fastify and Nest with one NATS hop, in one run on one machine, the
 * load generator on it too. P1 is a repeated question; in P2 each is asked once, with a word at its end that no other has. Both
 * with key, route, record and reply. It ends with 1 when a bar is missed, a request failed, or the log lacks an answer.
 */
const seconds = 10;
/** As many front desks that wait for their answer at once; of fresh questions no more than are let in on a small machine. */
const connections = 200;
const freshConnections = 30;
const p1Rate = 1000;

/** Answers that the log holds since a moment, as the auditor finds them. */
const countAnswers = (databaseUrl: string, since: Date): Promise<number> =>
  onDatabase(
    databaseUrl,
    async (database) => {
      let answers = 0;
      for await (const { times } of recordedAnswers(database, since)) answers += times;
      return answers;
    },
    { statementTimeoutMs: 30_000 },
  );

const questions = readLabeledQuestions(join(import.meta.dirname, '../../../..'));
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
  const measured = async (
    name: string,
    url: string,
    bodies: readonly string[],
    how: Partial<Pick<LoadOptions, 'rate' | 'distinct' | 'connections'>> = {},
  ): Promise<LoadResult> => {
    console.log(`… ${name}`);
    const result = await load({ name, url, bodies, headers, connections, seconds, ...how });
    results.push(result);
    return result;
  };

  const bare = await runBaseline('bare-fastify', [], reply);
  const bareResult = await measured('bare Fastify, same body', `${bare.url}/query`, [repeated]).finally(() =>
    bare.stop(),
  );
  const answerer = await runBaseline('nest-nats-answerer', [mesh.run.natsUrl], reply);
  const hop = await runBaseline('nest-nats-door', [mesh.run.natsUrl]);
  const hopResult = await measured('Nest with one NATS hop, same body', `${hop.url}/query`, [repeated]).finally(() =>
    Promise.all([hop.stop(), answerer.stop()]),
  );
  const begun = new Date();
  const p1 = await measured('P1 a repeated question', url, [repeated]);
  const p1AtRate = await measured(`P1 at ${p1Rate} req/s`, url, [repeated], { rate: p1Rate });
  const p2 = await measured('P2 fresh questions', url, bodies, { distinct: true, connections: freshConnections });
  const half = Math.max(1, Math.floor(p2.requestsPerSecond / 2));
  const p2AtHalf = await measured(`P2 at half of that, ${half} req/s`, url, bodies, {
    rate: half,
    distinct: true,
    connections: freshConnections,
  });
  const events = await countAnswers(mesh.run.databaseUrl, begun);

  const versions = await serverVersions(mesh.run);
  printMachine(versions);
  printLoads(results);
  const ratio = (result: LoadResult, to: LoadResult): string =>
    (result.requestsPerSecond / to.requestsPerSecond).toFixed(3);
  console.log(
    `P1: ${ratio(p1, bareResult)} of bare Fastify (bar 0.30), ${ratio(p1, hopResult)} of Nest with one NATS hop`,
  );
  console.log(`P1 at ${p1Rate} req/s: p50 ${p1AtRate.p50} ms (bar 5), p99 ${p1AtRate.p99} ms (bar 20)`);
  console.log(
    `P2: ${ratio(p2, bareResult)} of bare Fastify, ${ratio(p2, hopResult)} of Nest with one NATS hop; ${p2.requestsPerSecond.toFixed(0)} req/s (bar 500 embedded, 1500 native)`,
  );
  console.log(`P2 at half: 97.5 % within ${p2AtHalf.p97_5} ms (bar: 95 % within 200 ms)`);
  const replied = p1.replied + p1AtRate.replied + p2.replied + p2AtHalf.replied;
  console.log(
    `audit: ${events} answered queries in the log for at least ${replied} counted replies: ${events >= replied ? 'none is missing' : `${replied - events} MISSING`}`,
  );
  const errors = results.reduce((sum, result) => sum + result.errors, 0);
  const held = {
    P1: p1.requestsPerSecond >= 0.3 * bareResult.requestsPerSecond,
    [`P1 at ${p1Rate} req/s`]: p1AtRate.p50 <= 5 && p1AtRate.p99 <= 20,
    P2: p2.requestsPerSecond >= ('postgres' in mesh.run.processes ? 500 : 1500) && p2AtHalf.p97_5 <= 200,
    'no errors': errors === 0,
    'every answer recorded': events >= replied,
  };
  for (const [bar, holds] of Object.entries(held)) console.log(`${bar}: ${holds ? 'held' : 'MISSED'}`);
  saveResult(projectFolder(), {
    name: 'mesh',
    command: 'npm run bench:mesh',
    versions: { node: process.version, ...versions },
    workload: [`${connections} connections that wait for their answers, ${seconds} s each`],
    tables: [
      {
        title: 'Runs',
        columns: ['run', 'req/s', 'p50 ms', 'p97.5 ms', 'p99 ms', 'max ms', 'errors', 'other'],
        rows: results.map((each) => [
          ...[each.name, Math.round(each.requestsPerSecond), each.p50, each.p97_5, each.p99, each.max, each.errors],
          each.replied - each.answered,
        ]),
      },
    ],
    plots: [],
    verdicts: Object.entries(held).map(([bar, holds]) =>
      verdict(bar, holds, `${events} events for ${replied} replies`),
    ),
  });
  process.exitCode = Object.values(held).every(Boolean) ? 0 : 1;
} finally {
  await mesh.remove();
}
