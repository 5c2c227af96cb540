import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { projectFolder, scratchFolder, type Scratch } from '#backing-services';
import { queryResponseSchema, type QueryResponse } from '#contracts';

const runFileSchema = z.object({
  gatewayUrl: z.string(),
  webUrl: z.string().nullable(),
  apiKey: z.string(),
  databaseUrl: z.string(),
  natsUrl: z.string(),
  redisUrl: z.string(),
  processes: z.record(z.string(), z.number()),
});
export type RunFile = z.infer<typeof runFileSchema>;

export interface MeshStart {
  /** The checkout it runs from. */
  readonly root?: string;
  /** Settings of the services, and servers to be used instead of the embedded ones. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A whole mesh of real processes, started as a new user starts it, with data of its own. */
export class Mesh {
  private starter: ChildProcess | null = null;
  private output = '';
  run!: RunFile;

  private constructor(
    private readonly scratch: Scratch,
    private readonly root: string,
    private settings: Readonly<Record<string, string>>,
  ) {}

  static async start({ root = projectFolder(), settings = {} }: MeshStart = {}): Promise<Mesh> {
    const mesh = new Mesh(scratchFolder('mesh'), root, settings);
    await mesh.start().catch((error: unknown) => {
      mesh.scratch.remove();
      throw error;
    });
    return mesh;
  }

  get folder(): string {
    return this.scratch.path;
  }

  /** What was printed since the last start. */
  get printed(): string {
    return this.output;
  }

  /** @param settings those of the last start unless told otherwise */
  async start(settings = this.settings): Promise<void> {
    this.settings = settings;
    this.output = '';
    const starter = spawn(process.execPath, ['deploy/local/bootstrap.mjs', 'start'], {
      cwd: this.root,
      env: { ...environment(), ...this.settings, CLUBOS_DIR: this.folder, PORT: '0' },
      // The channel ends with us, however we end, and the mesh with it.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.starter = starter;
    const ready = new Promise<void>((done, fail) => {
      const read = (chunk: Buffer): void => {
        this.output += chunk.toString();
        if (this.output.includes('curl')) done();
      };
      starter.stdout!.on('data', read);
      starter.stderr!.on('data', read);
      starter.once('exit', (code) => fail(new Error(`the start ended with ${code}:\n${this.output.slice(-4000)}`)));
    });
    await ready;
    await this.readRunFile();
  }

  async readRunFile(): Promise<RunFile> {
    this.run = runFileSchema.parse(JSON.parse(await readFile(join(this.folder, 'run.json'), 'utf8')));
    return this.run;
  }

  /** Ctrl-C. @returns what the starter ended with; null where a signal ended it */
  async stop(): Promise<number | null> {
    const starter = this.starter;
    if (!starter || starter.exitCode !== null) return 0;
    // All that it said is read once its streams are closed too.
    const gone = once(starter, 'close') as Promise<[number | null]>;
    starter.kill('SIGINT');
    const [code] = await gone;
    this.starter = null;
    return code;
  }

  /** Stops it and forgets its data. */
  async remove(): Promise<void> {
    await this.stop();
    this.scratch.remove();
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${this.run.apiKey}`);
    return fetch(`${this.run.gatewayUrl}${path}`, { ...init, headers });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.fetch(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async ask(query: string, more: Record<string, unknown> = {}): Promise<QueryResponse> {
    const response = await this.post('/query', { query, ...more });
    const body: unknown = await response.json();
    if (response.status !== 200) throw new Error(`${response.status}: ${JSON.stringify(body)}`);
    return queryResponseSchema.parse(body);
  }
}

/** What the test runner put into the environment, which a process started as a user would start it does not have. */
const ofTheRunner = new Set(['NODE_OPTIONS', 'NODE_ENV', 'JEST_WORKER_ID']);

const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheRunner.has(name)));

/** Whether a process with this id exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
