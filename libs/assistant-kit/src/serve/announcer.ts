import { announceLeave, announceManifest, announcePresence, callRoll, type Manifest } from '#contracts';
import { failure, FailureError } from '#kernel';
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
  /** Why no gateway can hear of it; undefined where one can, or the bus is away. */
  private problem: FailureError | undefined;
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly announced: { readonly manifest: Manifest; readonly composer: string },
    private readonly logger: Pick<Logger, 'warn' | 'error'>,
  ) {
    this.hash = manifestHash(announced.manifest);
  }

  /** @throws FailureError `payload-too-large` when the bus does not carry the manifest, with what to do */
  start(): void {
    this.sayManifest();
    this.check();
    this.stops.push(
      this.bus.onAnnouncement(callRoll, () => this.sayManifest()),
      this.bus.onStatus((status) => {
        if (status === 'connected') this.sayManifest();
      }),
    );
    this.timer = setInterval(() => this.sayPresence(), presenceEveryMs);
    this.timer.unref();
  }

  /** For readiness: throws while the bus does not carry the manifest, which a broker may come to while this runs. */
  check(): void {
    if (this.problem) throw this.problem;
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
    const body = { instance, ...announced, manifestHash };
    const said = this.bus.announce(announceManifest, body);
    this.problem = undefined;
    if (said.ok) return;
    if (said.error.code === 'payload-too-large') {
      this.problem = tooLarge(JSON.stringify(body), announced.manifest);
      this.logger.error({ failure: this.problem.failure }, 'No gateway can hear of this assistant');
      return;
    }
    this.logger.warn({ failure: said.error }, 'The manifest could not be announced; it is when the bus is back');
  }

  /** While the bus is away nobody can hear it, and the connection has said so already. */
  private sayPresence(): void {
    const { composer } = this.announced;
    this.bus.announce(announcePresence, { instance: this.instance, manifestHash: this.hash, composer });
  }
}

function tooLarge(body: string, { id, examples, keywords }: Manifest): FailureError {
  const bytes = Buffer.byteLength(body);
  return new FailureError(
    failure(
      'payload-too-large',
      `The manifest of ${id} takes ${bytes} bytes with ${examples.length} examples and ${keywords.length} keywords, and the ` +
        'bus carries less in one message: give it fewer or shorter examples, or set max_payload of every NATS server higher.',
    ),
  );
}
