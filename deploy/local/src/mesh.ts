import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fail } from '#kernel';
import { freePort, portIsFree, tryHold, type Hold } from '#backing-services';
import { readClub } from '#platform/config';
import { commonEnvironment, serviceEnvironment, type ProcessEnvironment, type PublicPorts } from './environment.js';
import { endOrphans } from './orphans.js';
import { prepareData } from './prepare-data.js';
import { RunFile, type Run } from './run-file.js';
import type { Say } from './say.js';
import { keptSecrets, type Secrets } from './secrets.js';
import { startServers, type Servers } from './servers.js';
import { findServices, type ServiceFolder } from './service-folders.js';
import { Service } from './service.js';
import type { LocalSettings } from './settings.js';
import { untilRouted } from './until-routed.js';

export interface MeshOptions {
  readonly settings: LocalSettings;
  /** The built `apps`. */
  readonly apps: string;
  /** The `apps` of the source tree. */
  readonly sourceApps: string;
  readonly say: Say;
}

const readyWithinMs = 60_000;
const routedWithinMs = 60_000;
const noticeMs = 300;

/** Everything that runs on this machine: the servers, the services, and what is written down about them. */
export class Mesh {
  private readonly stopping = new AbortController();
  private readonly runFile: RunFile;
  private readonly secrets: Secrets;
  private ports: PublicPorts = { gateway: 0, web: 0 };
  private servers: Servers | undefined;
  private services: Service[] = [];
  private isReady = false;
  private starting: Promise<Run> | undefined;

  private constructor(
    private readonly options: MeshOptions,
    private readonly hold: Hold,
  ) {
    this.runFile = new RunFile(options.settings.folder);
    this.secrets = keptSecrets(join(options.settings.folder, 'secrets.json'));
  }

  /** @throws FailureError with one sentence when the folder is in use, the port is taken or the club file is wrong */
  static async open(options: MeshOptions): Promise<Mesh> {
    const { folder, clubFile, port } = options.settings;
    const hold = await tryHold(`mesh ${folder}`);
    if (!hold) throw alreadyRuns(new RunFile(folder).read(), folder);
    try {
      await readClub(clubFile);
      if (port !== 0 && !(await portIsFree(port, '0.0.0.0'))) throw portTaken(port);
      return new Mesh(options, hold);
    } catch (error) {
      await hold.release();
      throw error;
    }
  }

  /** Starts everything and waits until it is ready. After a failure nothing is left running. */
  start(): Promise<Run> {
    this.starting ??= this.startAll();
    return this.starting;
  }

  /** Starts those services again that the changed files, relative to the root of the project, belong to. */
  async restartAfter(changed: readonly string[]): Promise<void> {
    const names = new Set(changed.map((path) => /^apps\/(?:assistants\/)?([^/]+)\//.exec(path)?.[1]));
    const everyone = names.has(undefined);
    const touched = this.services.filter((service) => everyone || names.has(service.name));
    await Promise.all(touched.map((service) => service.restart()));
  }

  /** Ends every process in order. A start that is under way gets a moment to notice; what it still holds dies with us. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.race([Promise.allSettled([this.starting]), pause(noticeMs)]);
    await this.tearDown();
  }

  /** Ends every process at once, without waiting for any. */
  kill(): void {
    this.stopping.abort();
    this.runFile.remove();
    for (const process of [...this.services, ...(this.servers?.kept ?? [])]) process.kill();
  }

  private async startAll(): Promise<Run> {
    try {
      await this.clearStaleRun();
      await this.startServers();
      await this.startServices();
      await this.untilRouted();
      this.stopping.signal.throwIfAborted();
      this.isReady = true;
      return this.writeRun();
    } catch (error) {
      await this.tearDown();
      throw error;
    }
  }

  private async tearDown(): Promise<void> {
    this.isReady = false;
    this.runFile.remove();
    await Promise.all(this.services.map((service) => service.stop()));
    await Promise.all((this.servers?.kept ?? []).map((server) => server.stop()));
    await this.hold.release();
  }

  private async clearStaleRun(): Promise<void> {
    const { settings, say } = this.options;
    const stale = this.runFile.read();
    if (stale) {
      say('The last run was killed; its data is kept');
      await endOrphans(stale, settings.folder, say);
    }
    this.runFile.remove();
  }

  private async startServers(): Promise<void> {
    const { settings, say, apps, sourceApps } = this.options;
    this.servers = await startServers(settings, say, () => this.onChange());
    const env = commonEnvironment(settings, this.servers, this.secrets);
    const logs = join(settings.folder, 'logs');
    await prepareData({ apps, sourceApps, logs, env, say, signal: this.stopping.signal });
    // Only now, so that the time in which somebody else may take them is short.
    this.ports = { gateway: settings.port === 0 ? await freePort() : settings.port, web: await freePort() };
  }

  private async startServices(): Promise<void> {
    const { settings, say, apps } = this.options;
    const folders = findServices(apps);
    if (!folders.some(({ name }) => name === 'gateway')) throw fail('not-found', `There is no gateway in ${apps}.`);
    const common = commonEnvironment(settings, this.servers!, this.secrets);
    say(`Starting ${folders.map(({ name }) => name).join(', ')}`);
    this.services = folders.map((folder) => this.service(folder, common));
    for (const service of this.services) service.start();
    await Promise.all(folders.map((folder, index) => this.untilReady(folder, this.services[index]!)));
  }

  /** An assistant that is up is of use only when the router knows it. */
  private async untilRouted(): Promise<void> {
    const door = { gatewayUrl: gatewayUrl(this.ports), apiKey: this.secrets.devApiKey };
    const assistants = findServices(this.options.apps).filter(({ required }) => !required);
    const up = this.services.filter(({ name, ready }) => ready && assistants.some((one) => one.name === name));
    const names = up.map(({ name }) => name);
    const missing = await untilRouted(door, names, routedWithinMs, this.stopping.signal);
    for (const name of missing) this.options.say(`${name} is not routed to yet; its log says why`);
  }

  private service({ name, main }: ServiceFolder, common: ProcessEnvironment): Service {
    const { settings, say } = this.options;
    const environment = () => serviceEnvironment(name, common, this.secrets, this.ports);
    const logFile = join(settings.folder, 'logs', `${name}.log`);
    return new Service({ name, main, logFile, environment, say, onChange: () => this.onChange() });
  }

  private async untilReady({ required }: ServiceFolder, service: Service): Promise<void> {
    try {
      await service.untilReady(readyWithinMs);
    } catch (error) {
      if (required || this.stopping.signal.aborted) throw error;
      this.options.say(`${(error as Error).message}; the mesh goes on without it and keeps trying`);
    }
  }

  private onChange(): void {
    if (this.isReady) this.writeRun();
  }

  private writeRun(): Run {
    const { databaseUrl, natsUrl, redisUrl, kept } = this.servers!;
    const processes = [...kept, ...this.services].flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]]));
    const hasWeb = this.services.some(({ name }) => name === 'web');
    const run: Run = {
      gatewayUrl: gatewayUrl(this.ports),
      webUrl: hasWeb ? `http://127.0.0.1:${this.ports.web}` : null,
      apiKey: this.secrets.devApiKey,
      databaseUrl,
      natsUrl,
      redisUrl,
      pid: process.pid,
      processes: Object.fromEntries(processes) as Record<string, number>,
    };
    this.runFile.write(run);
    return run;
  }
}

const gatewayUrl = ({ gateway }: PublicPorts): string => `http://127.0.0.1:${gateway}`;

const portTaken = (port: number) =>
  fail(
    'unavailable',
    `Port ${port} is taken by another program: choose another with PORT=${port + 1}, or any free one with PORT=0.`,
  );

const alreadyRuns = (run: Run | undefined, folder: string) => {
  const where = run ? `, process ${run.pid}, at ${run.gatewayUrl}` : '';
  return fail(
    'unavailable',
    `ClubOS already runs from ${folder}${where}: stop it there, or give this one its own CLUBOS_DIR and PORT.`,
  );
};
