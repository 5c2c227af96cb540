import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The machine's own clock, which every process on it reads alike. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export type Told =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'began'; readonly call: number; readonly question: string; readonly at: number }
  | { readonly type: 'over'; readonly call: number; readonly answered: boolean; readonly at: number };

/** One call as the provider saw it, by `monotonicMs`. */
export interface SeenCall {
  readonly question: string;
  readonly began: number;
  /** When it was answered whole, or its connection was closed; undefined while it is open. */
  over: number | undefined;
}

/** A stub for a provider in a process of its own, and what it has seen. */
export class RecordingProvider {
  private readonly seen = new Map<number, SeenCall>();

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    child.on('message', (told: Told) => {
      if (told.type === 'began') {
        const { question, at } = told;
        this.seen.set(told.call, { question, began: at, over: undefined });
      } else if (told.type === 'over') {
        this.seen.get(told.call)!.over = told.at;
      }
    });
  }

  static async start(): Promise<RecordingProvider> {
    const child = fork(join(import.meta.dirname, 'recording-process.js'), [], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [told] = (await once(child, 'message')) as [Extract<Told, { type: 'listening' }>];
    return new RecordingProvider(child, told.url);
  }

  /** The calls for one question, the earliest first. */
  callsFor(question: string): readonly SeenCall[] {
    return [...this.seen.values()].filter((each) => each.question === question);
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }
}
