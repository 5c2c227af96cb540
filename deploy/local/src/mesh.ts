import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fail } from '#kernel';
import { freePort, portIsFree, tryHold, type Hold } from '#backing-services';
import { readClub } from '#platform/config';
import { Environments } from './environment.js';
import { endOrphans } from './orphans.js';
import { importProcedures, migrateData } from './prepare-data.js';
import { RunFile, type Run } from './run-file.js';
import type { Say } from './say.js';
import { keptSecrets, type Secrets } from './secrets.js';
import { startServers, type Addresses, type Servers } from './servers.js';
import { findServices, type ServiceFolder } from './service-folders.js';
import { checkDeclared, readDeclared, type DeclaredSettings } from './service-settings.js';
import { Service } from './service.js';
import type { LocalSettings } from './settings.js';
import { untilRouted } from './until-routed.js';

export interface MeshOptions {
  readonly settings: LocalSettings;
  /** The built `apps`. */
  readonly apps: string;
  /** The `apps` of the source tree. */
  readonly sourceApps: string;
  /** The built file that says which settings an assistant takes. */
  readonly assistantSettings: string;
  readonly say: Say;
}

/** A mesh that is ready. */
export interface Started {
  readonly run: Run;
  /** The assistants it goes on without, each with the reason. */
  readonly without: readonly string[];
}

/** A first start learns for minutes where two cores are busy with something else. */
const readyWithinMs = 300_000;
const routedWithinMs = 180_000;
const noticeMs = 300;
/** Documented settings of a service that make no sense for all of them at once. */
const ofEachProcess = ['HEALTH_PORT', 'INSTANCE_ID'];

/** Everything that runs on this machine: the servers, the services, and what is written down about them. */
export class Mesh {
  private readonly stopping = new AbortController();
  private readonly runFile: RunFile;
  private readonly secrets: Secrets;
  private gatewayPort = 0;
  private servers: Servers | undefined;
  private environments: Environments | undefined;
  private assistants: ReadonlySet<string> = new Set();
  private readonly services: Service[] = [];
  private isReady = false;
  private starting: Promise<Started> | undefined;

  private constructor(
    private readonly options: MeshOptions,
    private readonly hold: Hold,
    private readonly declared: DeclaredSettings,
  ) {
    const { folder, principalSecret, devApiKey } = options.settings;
    this.runFile = new RunFile(folder);
    this.secrets = keptSecrets(join(folder, 'secrets.json'), { principalSecret, devApiKey });
  }

  /** @throws FailureError with one sentence when the folder is in use, the port is taken, a setting or the club file is wrong */
  static async open(options: MeshOptions): Promise<Mesh> {
    const { folder, clubFile, port, given } = options.settings;
    const hold = await tryHold(`mesh ${folder}`);
    if (!hold) throw alreadyRuns(new RunFile(folder).read(), folder);
    try {
      const declared = await readDeclared(findServices(options.apps), options.assistantSettings);
      checkDeclared(given, declared);
      await readClub(clubFile);
      if (port !== 0 && !(await portIsFree(port, '0.0.0.0'))) throw portTaken(port);
      for (const name of ofEachProcess.filter((each) => given[each]))
        options.say(`${name} is not used: every process gets one of its own`);
      return new Mesh(options, hold, declared);
    } catch (error) {
      await hold.release();
      throw error;
    }
  }

  /** Starts everything and waits until it is ready. After a failure nothing is left running. */
  start(): Promise<Started> {
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

  private async startAll(): Promise<Started> {
    try {
      await this.clearStaleRun();
      this.startServers();
      await this.startServices();
      const without = await this.untilRouted();
      this.stopping.signal.throwIfAborted();
      this.isReady = true;
      return { run: this.writeRun(), without };
    } catch (error) {
      // Whoever waits for a service to be ready is not told that it goes on without it.
      this.stopping.abort();
      await Promise.allSettled([this.servers?.all]);
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

  private startServers(): void {
    const { settings, say } = this.options;
    this.servers = startServers(settings, say, () => this.onChange());
    this.environments = new Environments(settings, this.servers.addresses, this.secrets, this.declared);
  }

  /**
   * Each service as soon as what it stands on is there: the assistants need no database, and knowledge learns from the
   * procedures when it starts. What takes long goes on beside the rest.
   */
  private async startServices(): Promise<void> {
    const { settings, say, apps, sourceApps } = this.options;
    const folders = findServices(apps);
    if (!folders.some(({ name }) => name === 'gateway')) throw fail('not-found', `There is no gateway in ${apps}.`);
    this.assistants = new Set(folders.filter(({ required }) => !required).map(({ name }) => name));
    const env = (service: string) => this.environments!.ofScript(service);
    const signal = this.stopping.signal;
    const data = { apps, sourceApps, logs: join(settings.folder, 'logs'), env, say, signal };
    const { busAndCache, all } = this.servers!;
    await busAndCache;
    const waits = [this.begin(folders.filter(({ required }) => !required))];
    await all;
    signal.throwIfAborted();
    await migrateData(data);
    // Only now, so that the time in which somebody else may take it is short.
    this.gatewayPort = settings.port === 0 ? await freePort() : settings.port;
    waits.push(this.begin(folders.filter(({ name, required }) => required && name !== 'knowledge')));
    await importProcedures(data);
    waits.push(this.begin(folders.filter(({ name }) => name === 'knowledge')));
    await Promise.all(waits);
  }

  /** Starts services; the promise holds when they are ready, and is awaited only after what else there is to do. */
  private begin(folders: readonly ServiceFolder[]): Promise<unknown> {
    this.stopping.signal.throwIfAborted();
    if (folders.length === 0) return Promise.resolve();
    this.options.say(`Starting ${folders.map(({ name }) => name).join(', ')}`);
    const services = folders.map((folder) => this.service(folder));
    this.services.push(...services);
    for (const service of services) service.start();
    const ready = Promise.all(folders.map((folder, index) => this.untilReady(folder, services[index]!)));
    ready.catch(() => undefined);
    return ready;
  }

  /**
   * An assistant that is up is of use only when the router knows it.
   * @returns what the mesh goes on without, and why: `tech: manifest.yaml does not fit: ...`
   */
  private async untilRouted(): Promise<string[]> {
    const door = { gatewayUrl: this.gatewayUrl, apiKey: this.secrets.devApiKey };
    const up = this.services.filter(({ name, ready }) => ready && this.assistants.has(name)).map(({ name }) => name);
    const unrouted = await untilRouted(door, up, routedWithinMs, this.stopping.signal);
    const away = this.services.filter(({ ready }) => !ready);
    return [
      ...away.map(({ name, lastWords }) => `${name}: ${lastWords}`),
      ...unrouted.map((name) => `${name}: it is there, but not routed to yet`),
    ];
  }

  private service({ name, main }: ServiceFolder): Service {
    const { settings, say } = this.options;
    const environment = () => this.environments!.ofService(name, this.gatewayPort);
    const logFile = join(settings.folder, 'logs', `${name}.log`);
    return new Service({ name, main, logFile, environment, say, onChange: () => this.onChange() });
  }

  private async untilReady({ required }: ServiceFolder, service: Service): Promise<void> {
    try {
      await service.untilReady(readyWithinMs);
    } catch (error) {
      if (required || this.stopping.signal.aborted) throw error;
      // That it refuses, and why, has been said.
      if (service.refuses) return;
      this.options.say(`${(error as Error).message}; the mesh goes on without it and keeps trying`);
    }
  }

  private get gatewayUrl(): string {
    return `http://127.0.0.1:${this.gatewayPort}`;
  }

  private onChange(): void {
    if (this.isReady) this.writeRun();
  }

  private writeRun(): Run {
    const { addresses, kept } = this.servers!;
    const { databaseUrl, natsUrl, redisUrl } = addresses as Addresses;
    const processes = [...kept, ...this.services].flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]]));
    const run: Run = {
      gatewayUrl: this.gatewayUrl,
      webUrl: null,
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
