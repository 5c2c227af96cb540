import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { FakeClub, isAlive, type StartedClub } from './fixtures/fake-club.js';

const settings = async (url: string) => (await (await fetch(url)).json()) as Record<string, string | undefined>;

describe('a mesh', () => {
  const club = new FakeClub();
  let mesh: StartedClub;

  beforeAll(async () => {
    mesh = club.start({
      ...{ LOG_LEVEL: 'debug', ANSWER_DEADLINE_MS: '4000', DATABASE_CONNECTIONS: '3', HEALTH_PORT: '1' },
      ...{ SECRET_OF_MINE: 'private', ANTHROPIC_API_KEY: 'a key', ANTHROPIC_LOG: 'debug', NODE_ENV: 'test' },
    });
    await mesh.says('Ctrl-C stops it.');
  });
  afterAll(() => club.remove());

  test('says how it is reached, in words and in a file that only we may read', () => {
    const { run } = mesh;
    expect(Object.keys(run.processes).sort()).toEqual([
      ...['booking', 'gateway', 'knowledge', 'metrics', 'nats', 'postgres', 'redis'],
    ]);
    expect(Object.values(run.processes).every(isAlive)).toBe(true);
    expect(run.apiKey).toMatch(/^club_dev_[A-Za-z0-9_-]{43}$/);
    expect(statSync(join(club.kept, 'run.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(club.kept, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(mesh.output).toContain(`curl -s ${run.gatewayUrl}/query -H 'authorization: Bearer ${run.apiKey}'`);
  });

  test('was ready only when its assistants were routed to', async () => {
    const asked = Number(await (await fetch(`${mesh.run.gatewayUrl}/asked`)).text());
    expect(asked).toBe(4);
    expect(mesh.output).not.toContain('is not routed to yet');
  });

  test('migrated the log first, then the others, then imported the SOPs', () => {
    const script = (name: string): string => join(club.root, 'dist', name);
    expect(club.read('kept/scripts.txt').trim().split('\n')).toEqual([
      `${script('metrics/src/migrate.js')} `,
      `${script('gateway/src/migrate.js')} `,
      `${script('knowledge/src/migrate.js')} `,
      `${script('knowledge/src/import.js')} ${join(club.root, 'apps/assistants/booking/sops')}`,
    ]);
  });

  test('tells each service what it needs, and no secret that is not its own', async () => {
    const { gatewayUrl, apiKey, databaseUrl, natsUrl, redisUrl } = mesh.run;
    expect(await settings(gatewayUrl)).toEqual({
      INSTANCE_ID: expect.stringMatching(/^gateway-[0-9a-f]{8}$/),
      ...{ DATABASE_URL: databaseUrl, NATS_URL: natsUrl, REDIS_URL: redisUrl },
      DEV_API_KEY: apiKey,
      LOG_LEVEL: 'debug',
      ANSWER_DEADLINE_MS: '4000',
      CLUB_FILE: join(club.root, 'club/club.yaml'),
      PRINCIPAL_SECRET: expect.stringMatching(/^.{32,}$/),
      ...{ NODE_OPTIONS: expect.stringMatching(/^--max-semi-space-size=\d+ /), MALLOC_ARENA_MAX: '2' },
    });
    expect(mesh.output).toContain('HEALTH_PORT is not used: every process gets one of its own');
    const started = club.read('kept/starts.txt');
    const portOf = (name: string): string => new RegExp(`^${name}-\\S+ (\\d+)$`, 'm').exec(started)![1]!;
    const others = ['booking', 'metrics'].map((name) => settings(`http://127.0.0.1:${portOf(name)}`));
    const [booking, metrics] = await Promise.all(others);
    expect(booking).toMatchObject({ ANTHROPIC_API_KEY: 'a key', NATS_URL: natsUrl, REDIS_URL: redisUrl });
    expect(booking).not.toHaveProperty('DATABASE_URL');
    expect(metrics).toMatchObject({ LOG_LEVEL: 'debug', DATABASE_CONNECTIONS: '3', DATABASE_URL: databaseUrl });
    expect(metrics).not.toHaveProperty('NATS_URL');
    const theirs = ['DEV_API_KEY', 'ANSWER_DEADLINE_MS', 'SECRET_OF_MINE', 'ANTHROPIC_LOG', 'NODE_ENV'];
    for (const name of theirs)
      expect([booking, metrics]).not.toContainEqual(expect.objectContaining({ [name]: expect.anything() }));
    expect(metrics).not.toHaveProperty('ANTHROPIC_API_KEY');
  });

  test('starts a service again that was killed or crashed, and says so', async () => {
    const before = mesh.run.processes['booking']!;
    process.kill(before, 'SIGKILL');
    await mesh.says('booking stopped (SIGKILL), starting it again');
    await mesh.says('booking is ready again');
    expect(mesh.run.processes['booking']).not.toBe(before);
    await fetch(`${mesh.run.gatewayUrl}/crash`).catch(() => undefined);
    await mesh.says('gateway stopped (exit code 3), starting it again');
    await mesh.says('gateway is ready again');
    expect((await settings(mesh.run.gatewayUrl))['INSTANCE_ID']).toMatch(/^gateway-/);
  });

  test.each(['nats', 'redis', 'postgres'])('starts %s again on the same port', async (name) => {
    const before = mesh.run;
    process.kill(before.processes[name]!, 'SIGKILL');
    await mesh.says(`${name} is ready again`);
    expect(mesh.run.processes[name]).not.toBe(before.processes[name]);
    expect(mesh.run).toMatchObject({
      natsUrl: before.natsUrl,
      redisUrl: before.redisUrl,
      databaseUrl: before.databaseUrl,
    });
  });

  test('is started once only', async () => {
    const second = club.start();
    expect(await second.exited).toBe(1);
    expect(second.output).toBe(
      `ClubOS already runs from ${club.kept}, process ${mesh.process.pid}, at ${mesh.run.gatewayUrl}: ` +
        'stop it there, or give this one its own CLUBOS_DIR and PORT.\n',
    );
  });

  test('takes its processes with it when it is killed, and the next start keeps the secrets and says what happened', async () => {
    const { run } = mesh;
    mesh.process.kill('SIGKILL');
    await mesh.exited;
    while (Object.values(run.processes).some(isAlive)) await new Promise(setImmediate);
    mesh = club.start();
    await mesh.says('Ctrl-C stops it.');
    expect(mesh.output).toContain('The last run was killed; its data is kept');
    expect(mesh.run.apiKey).toBe(run.apiKey);
  });

  test('stops in order on Ctrl-C: no process and no run.json is left, even of a service that will not go', async () => {
    club.write('dist/assistants/booking/src/stubborn', '');
    const { booking } = mesh.run.processes;
    process.kill(booking!, 'SIGKILL');
    await mesh.says('booking is ready again');
    const { processes } = mesh.run;
    mesh.process.kill('SIGINT');
    expect(await mesh.exited).toBe(0);
    expect(Object.values(processes).filter(isAlive)).toEqual([]);
    expect(club.runFile.read()).toBeUndefined();
  });
});

describe('a start that cannot work is one sentence', () => {
  const club = new FakeClub();
  let port: number;
  const stranger = createServer();

  beforeAll(async () => {
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    port = (stranger.address() as { port: number }).port;
  });
  afterAll(async () => {
    await new Promise((resolve) => stranger.close(resolve));
    await club.remove();
  });

  const refusal = async (env: Record<string, string>): Promise<string> => {
    const started = club.start(env);
    expect(await started.exited).toBe(1);
    return started.output;
  };

  test('a taken port', async () => {
    expect(await refusal({ PORT: String(port) })).toBe(
      `Port ${port} is taken by another program: choose another with PORT=${port + 1}, or any free one with PORT=0.\n`,
    );
  });

  test('a wrong setting', async () => {
    expect(await refusal({ PORT: 'http' })).toBe('PORT is "http"; it takes a whole number from 0 to 65535.\n');
  });

  test('a wrong setting of a service, before anything runs', async () => {
    expect(await refusal({ ANSWER_DEADLINE_MS: 'abc', DATABASE_CONNECTIONS: 'lots', LOG_LEVEL: 'loud' })).toBe(
      'LOG_LEVEL must be one of debug, info. ANSWER_DEADLINE_MS is "abc"; it takes a whole number. ' +
        'DATABASE_CONNECTIONS is "lots"; it takes a whole number.\n',
    );
  });

  test('a server that is given and not there', async () => {
    const output = await refusal({
      NATS_URL: 'nats://127.0.0.1:1',
      REDIS_URL: 'redis://127.0.0.1:1',
      DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/db',
    });
    expect(output).toMatch(/\nDATABASE_URL points to 127\.0\.0\.1:1, where nobody answers \(ECONNREFUSED\)\.\n$/);
    expect(output).not.toContain('secret');
  });

  test('a database that is given and not there, while the assistants start', async () => {
    const output = await refusal({ DATABASE_URL: 'postgresql://127.0.0.1:1/db' });
    expect(output).toMatch(/\nDATABASE_URL points to 127\.0\.0\.1:1, where nobody answers \(ECONNREFUSED\)\.\n$/);
    expect(output).not.toContain('goes on without it');
  });

  test('a club file that is wrong', async () => {
    club.write('club/wrong.yaml', 'id: 7\n');
    expect(await refusal({ CLUB_FILE: 'club/wrong.yaml' })).toMatch(
      /^The club file .*wrong\.yaml does not fit: id must be a text\. name is missing\. .*\.\n$/,
    );
  });

  describe('on servers that run', () => {
    let given: Record<string, string>;

    beforeAll(async () => {
      const servers = club.start();
      await servers.says('Ctrl-C stops it.');
      const { databaseUrl, natsUrl, redisUrl } = servers.run;
      given = {
        CLUBOS_DIR: join(club.root, 'other'),
        DATABASE_URL: databaseUrl,
        NATS_URL: natsUrl,
        REDIS_URL: redisUrl,
      };
      club.write('other/scripts.txt', '');
    });

    test('a migration that fails', async () => {
      club.write('dist/metrics/src/broken', '');
      const said = await refusal(given);
      expect(said).toMatch(
        /Could not migrate metrics, gateway, knowledge \(exit code 1\): relation "events" does not exist\n$/,
      );
      club.delete('dist/metrics/src/broken');
    });

    test('a service that refuses its settings, or keeps ending', async () => {
      club.write('dist/metrics/src/wrong-settings', '');
      const settings = await refusal(given);
      expect(settings).toMatch(
        /\nmetrics does not accept what it was given: Settings: COLOR is not set; it takes a color\.\n$/,
      );
      club.delete('dist/metrics/src/wrong-settings');
      club.addService('search');
      club.write('dist/search/src/broken', '');
      expect(await refusal(given)).toMatch(/\nsearch ended 3 times in a row: did not start: no tables.*\n$/);
      club.delete('dist/search/src/main.js');
    });

    test('but SOPs that are refused are shown, and the others are there', async () => {
      club.write('dist/knowledge/src/refuses', '');
      const mesh = club.start(given);
      await mesh.says('Ctrl-C stops it.');
      expect(mesh.output).toMatch(/ s {4}refused prices\.md: it is empty\n.* s {4}1 SOPs: 0 new, 1 refused\n/);
      club.delete('dist/knowledge/src/refuses');
      mesh.process.kill('SIGINT');
      await mesh.exited;
    });

    test('but an assistant whose manifest does not fit is named, left out, and not started again', async () => {
      club.write('dist/assistants/booking/src/wrong-settings', '');
      club.write('other/starts.txt', '');
      const mesh = club.start(given);
      await mesh.says('Ctrl-C stops it.');
      const why = 'Settings: COLOR is not set; it takes a color.';
      expect(mesh.output).toMatch(
        /\nClubOS is ready \(.*\)\.\n {2}without booking: Settings: COLOR is not set.*\.\n\n/,
      );
      expect(mesh.output.split(why)).toHaveLength(3);
      expect(mesh.output).toContain('booking is not started again: what it was given would be the same');
      club.delete('dist/assistants/booking/src/wrong-settings');
      const starts = club.read('other/starts.txt').match(/booking/g);
      expect(starts).toHaveLength(1);
      mesh.process.send({ changed: ['apps/assistants/booking/manifest.yaml'] });
      await mesh.says('booking is ready');
      mesh.process.kill('SIGINT');
      await mesh.exited;
    });

    test('but an assistant that is broken is reported and left out', async () => {
      club.write('dist/assistants/booking/src/broken', '');
      const mesh = club.start(given);
      await mesh.says('Ctrl-C stops it.');
      expect(mesh.output).toContain('booking ended 3 times in a row: did not start: no tables');
      expect(mesh.output).toContain('; the mesh goes on without it and keeps trying');
      expect(mesh.output).toContain('  without booking: did not start: no tables');
      expect(mesh.output).toContain('Using NATS_URL instead of the embedded server');
      club.delete('dist/assistants/booking/src/broken');
      await mesh.says('booking is ready');
    });
  });
});
