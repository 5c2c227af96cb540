import { systemClock, type Clock } from '#kernel';

/** Milliseconds without a word after which an instance counts as silent: three announcements missed. */
export const silentAfter = 7000;

/** Which instances of which assistants were heard lately. */
export class Presence {
  private readonly heard = new Map<string, Map<string, number>>();

  constructor(private readonly clock: Clock = systemClock) {}

  hear(assistant: string, instance: string): void {
    const instances = this.heard.get(assistant) ?? new Map<string, number>();
    instances.set(instance, this.clock.now());
    this.heard.set(assistant, instances);
  }

  leave(assistant: string, instance: string): void {
    this.heard.get(assistant)?.delete(instance);
  }

  /** How many instances of an assistant are there now. */
  instances(assistant: string): number {
    const instances = this.heard.get(assistant);
    if (!instances) return 0;
    const since = this.clock.now() - silentAfter;
    for (const [instance, at] of instances) if (at < since) instances.delete(instance);
    return instances.size;
  }
}
