import { Deadline } from '#kernel';

/** Resolves when the dependency works, throws when it does not. It has until the deadline. */
type HealthCheck = (deadline: Deadline) => Promise<void> | void;

export interface HealthReport {
  readonly ready: boolean;
  /** What does not work and can be done without: names of `checks`. */
  readonly degraded: readonly string[];
  /** By dependency: `ok`, or one sentence on what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

interface CheckOptions {
  /** Whether the process is useless without it. What is not required is reported and does not take it out of rotation. */
  readonly required: boolean;
}

/** Milliseconds a check may take before it counts as failed. */
const checkTimeout = 500;

/** What a process depends on, and whether it works now. Live means the event loop turns; ready means it can do its job. */
export class Health {
  private readonly entries = new Map<string, { check: HealthCheck; required: boolean }>();
  private stopping = false;

  add(name: string, check: HealthCheck, { required }: CheckOptions = { required: true }): this {
    this.entries.set(name, { check, required });
    return this;
  }

  /** From now on the process is live but not ready, so that no new work is sent to it. */
  beginStopping(): void {
    this.stopping = true;
  }

  async report(): Promise<HealthReport> {
    const deadline = Deadline.in(checkTimeout);
    const results = await Promise.all(
      [...this.entries].map(async ([name, { check, required }]) => ({
        name,
        required,
        problem: await problemOf(check, deadline),
      })),
    );
    const checks = Object.fromEntries(results.map(({ name, problem }) => [name, problem ?? 'ok']));
    const failed = results.filter(({ problem }) => problem !== undefined);
    const ready = !this.stopping && failed.every(({ required }) => !required);
    const degraded = failed.filter(({ required }) => !required).map(({ name }) => name);
    return { ready, degraded, checks: this.stopping ? { ...checks, process: 'stopping' } : checks };
  }
}

async function problemOf(check: HealthCheck, deadline: Deadline): Promise<string | undefined> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeout} ms`)), deadline.remaining());
  try {
    await Promise.race([Promise.resolve().then(() => check(deadline)), timeout]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
