import { sampleProcess } from './process-sample.js';
import { slopeOf } from './slope.js';

const everyMs = 1000;

/** What was seen of one process. */
export interface Watched {
  readonly name: string;
  /** Seconds since the watch began, and MiB that were resident then. */
  readonly memory: readonly (readonly [second: number, mib: number])[];
  readonly processorSeconds: number;
  readonly highestMib: number;
  /** MiB a minute by which its memory grew over the second half, when what is filled once is filled. */
  readonly slopeMibPerMinute: number;
}

/** The largest slope that counts as flat: a leak of 100 bytes a request at 1,000 requests a second would be 5.7. */
export const flatMibPerMinute = 5;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Memory and processor time of processes, seen from outside, once a second. */
export class ProcessWatch {
  private readonly started = performance.now();
  private readonly memory = new Map<string, [second: number, mib: number][]>();
  private readonly processor = new Map<string, { first: number; last: number }>();
  private readonly ticking: NodeJS.Timeout;

  /** @param processes pid by name */
  constructor(private readonly processes: Readonly<Record<string, number>>) {
    this.sample();
    this.ticking = setInterval(() => this.sample(), everyMs);
  }

  stop(): Watched[] {
    clearInterval(this.ticking);
    this.sample();
    return [...this.memory].map(([name, memory]) => {
      const { first, last } = this.processor.get(name)!;
      const end = memory.at(-1)![0];
      const half = memory.filter(([second]) => second >= end / 2);
      return {
        name,
        memory,
        processorSeconds: round(last - first, 2),
        highestMib: Math.max(...memory.map(([, mib]) => mib)),
        slopeMibPerMinute: round(slopeOf(half) * 60, 2),
      };
    });
  }

  private sample(): void {
    const second = round((performance.now() - this.started) / 1000, 2);
    for (const [name, pid] of Object.entries(this.processes)) {
      const sample = sampleProcess(pid);
      if (!sample) continue;
      const { residentKib, processorSeconds } = sample;
      const seen = this.memory.get(name);
      const point: [number, number] = [second, round(residentKib / 1024, 1)];
      if (seen) seen.push(point);
      else this.memory.set(name, [point]);
      const first = this.processor.get(name)?.first ?? processorSeconds;
      this.processor.set(name, { first, last: processorSeconds });
    }
  }
}
