import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Mesh } from '#testing/mesh';
import { auditLog, type Audit } from '../audit/audit-log.js';
import { storeKeys } from '../servers/operator-keys.js';
import { Generator } from './generator.js';
import type { NamedRun } from './load-report.js';
import type { LoadPlan } from './plan.js';

export interface SessionOptions {
  readonly keys: number;
  readonly connections: number;
  readonly seed: number;
  /** Hears of every run when it begins. */
  readonly say?: (line: string) => void;
}

/** What a run is beside what every run of a session has. */
export type RunPlan = Pick<LoadPlan, 'bodies' | 'asking' | 'pace' | 'seconds'> & { readonly feedbackShare?: number };

/** Milliseconds; more than a gateway ever takes for an answer. */
const timeoutMs = 15_000;

/** One mesh under load, from its first request to the audit of everything that it answered. */
export class LoadSession {
  private seed: number;

  private constructor(
    readonly mesh: Mesh,
    readonly generator: Generator,
    private readonly keys: readonly string[],
    private readonly since: Date,
    private readonly options: SessionOptions,
  ) {
    this.seed = options.seed;
  }

  static async open(mesh: Mesh, options: SessionOptions): Promise<LoadSession> {
    const since = new Date();
    const keys = await storeKeys(mesh.run.databaseUrl, options.keys);
    const session = new LoadSession(mesh, Generator.start(), keys, since, options);
    for (const file of Object.values(session.heard)) writeFileSync(file, '');
    for (const key of keys) await untilLetIn(mesh, key);
    return session;
  }

  /** Everything that runs, the generator too: pid by name. */
  get processes(): Record<string, number> {
    return { ...this.mesh.run.processes, 'load generator': this.generator.pid };
  }

  /** Asks the mesh, or another server that is given, whose answers are not audited. */
  async run(name: string, plan: RunPlan, instead?: string): Promise<NamedRun> {
    this.options.say?.(`… ${name}`);
    this.seed += 1;
    const run = await this.generator.run({
      feedbackShare: 0,
      ...plan,
      url: instead ?? this.mesh.run.gatewayUrl,
      keys: this.keys,
      seed: this.seed,
      connections: this.options.connections,
      timeoutMs,
      ...(instead === undefined ? { heard: this.heard } : {}),
    });
    return { ...run, name };
  }

  /** Holds what came by HTTP in all runs against the log. */
  audit(): Promise<Audit> {
    return auditLog(this.mesh.run.databaseUrl, this.since, this.heard);
  }

  async close(): Promise<void> {
    await this.generator.stop();
  }

  private get heard(): { answers: string; feedback: string } {
    const { folder } = this.mesh;
    return { answers: join(folder, 'heard-answers.txt'), feedback: join(folder, 'heard-feedback.txt') };
  }
}

/** A gateway knows a new key within seconds. */
async function untilLetIn(mesh: Mesh, key: string): Promise<void> {
  const until = performance.now() + 15_000;
  for (;;) {
    const { status } = await mesh.fetch('/assistants', { headers: { authorization: `Bearer ${key}` } });
    if (status === 200) return;
    if (performance.now() > until) throw new Error(`the gateway does not know a key that was stored: ${status}`);
    await pause(200);
  }
}
