import { announceLeave, announceManifest, announcePresence, callRoll, type Manifest } from '#contracts';
import type { Logger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import { manifestHash } from '../manifest/load-manifest.js';

/** Milliseconds between two words that the instance is still there. The gateway counts it as silent after three missed. */
const presenceEveryMs = 2_000;

type Bus = Pick<MessageBus, 'announce' | 'onAnnouncement' | 'onStatus' | 'identity'>;

/** Tells whoever listens that this instance is there: at the start, when the roll is called, every 2 s, and when it leaves. */
export class Announcer {
  private readonly hash: string;
  private timer: NodeJS.Timeout | undefined;
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly announced: { readonly manifest: Manifest; readonly composer: string },
    private readonly logger: Pick<Logger, 'warn'>,
  ) {
    this.hash = manifestHash(announced.manifest);
  }

  start(): void {
    this.stops.push(
      this.bus.onAnnouncement(callRoll, () => this.sayManifest()),
      this.bus.onStatus((status) => {
        if (status === 'connected') this.sayManifest();
      }),
    );
    this.sayManifest();
    this.timer = setInterval(() => this.sayPresence(), presenceEveryMs);
    this.timer.unref();
  }

  /** Says that nobody needs to wait for this instance any more. */
  leave(): void {
    clearInterval(this.timer);
    for (const stop of this.stops.splice(0)) stop();
    this.bus.announce(announceLeave, { instance: this.instance });
  }

  private get instance(): string {
    return this.bus.identity.instance;
  }

  private sayManifest(): void {
    const { instance, announced, hash: manifestHash } = this;
    const said = this.bus.announce(announceManifest, { instance, ...announced, manifestHash });
    if (!said.ok)
      this.logger.warn({ failure: said.error }, 'The manifest could not be announced; it is when the bus is back');
  }

  /** While the bus is away nobody can hear it, and the connection has said so already. */
  private sayPresence(): void {
    const { composer } = this.announced;
    this.bus.announce(announcePresence, { instance: this.instance, manifestHash: this.hash, composer });
  }
}
