import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Baseline {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one of the baselines in a process of its own and gives it the reply it is to send, if it is to send one. */
export async function runBaseline(
  name: 'bare-door' | 'bare-fastify' | 'nest-nats-door' | 'nest-nats-answerer',
  args: readonly string[],
  reply?: unknown,
): Promise<Baseline> {
  const child: ChildProcess = fork(join(import.meta.dirname, `${name}.js`), [...args], { stdio: 'inherit' });
  const exited = once(child, 'exit');
  const started = once(child, 'message') as Promise<[{ url: string }]>;
  const first = await Promise.race([started, exited.then(() => null)]);
  if (!first) throw new Error(`the baseline ${name} did not start`);
  const [{ url }] = first;
  const stop = async (): Promise<void> => {
    child.disconnect();
    await exited;
  };
  if (reply === undefined) return { url, stop };
  const response = await fetch(`${url}/reply`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(reply),
  });
  if (!response.ok) throw new Error(`the baseline ${name} did not take its reply: ${response.status}`);
  return { url, stop };
}
