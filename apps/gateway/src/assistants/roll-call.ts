import { systemClock, type Clock } from '#kernel';

/** Milliseconds until the roll is called for the same manifest again; twice as many each time, up to the longest. */
const firstPause = 4000;
const longestPause = 600_000;
/** Calls after which a manifest did not get lost: it comes, and cannot be read. */
const callsUntilUnread = 3;
/** Hashes that are remembered; an attacker can announce any number of them. */
const mostKnown = 1000;

interface Awaited {
  readonly service: string;
  readonly calls: number;
  readonly next: number;
}

/**
 * When to call the roll for a manifest that was announced by its hash alone. One that got lost comes at the first call. One
 * that this gateway cannot read, since a newer release sends it, never comes: it is called for ever more rarely, because at
 * each call every assistant sends its whole manifest to everybody.
 */
export class RollCall {
  private readonly heard = new Set<string>();
  private readonly awaited = new Map<string, Awaited>();

  constructor(private readonly clock: Clock = systemClock) {}

  /** A manifest came through; only its sender knows how its hash is made. */
  hear(hash: string): void {
    this.awaited.delete(hash);
    remember(this.heard, hash);
  }

  /** Whether to call the roll, now that somebody says it has the manifest of this hash. */
  isDue(service: string, hash: string): boolean {
    if (this.heard.has(hash)) return false;
    const now = this.clock.now();
    const { calls, next } = this.awaited.get(hash) ?? { calls: 0, next: now };
    if (now < next) return false;
    this.awaited.delete(hash);
    this.awaited.set(hash, { service, calls: calls + 1, next: now + Math.min(longestPause, firstPause * 2 ** calls) });
    if (this.awaited.size > mostKnown) this.awaited.delete(this.awaited.keys().next().value!);
    return true;
  }

  /** Services whose manifest was called for again and again, and never came in a form that can be read. */
  unread(): string[] {
    const services = [...this.awaited.values()].filter(({ calls }) => calls >= callsUntilUnread);
    return [...new Set(services.map(({ service }) => service))].sort();
  }
}

function remember(known: Set<string>, hash: string): void {
  known.delete(hash);
  known.add(hash);
  if (known.size > mostKnown) known.delete(known.values().next().value!);
}
