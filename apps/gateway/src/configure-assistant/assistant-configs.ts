import { announceConfigured, type ConfigVersion } from '#contracts';
import type { Logger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import { versionZero, type ConfigLog } from './config-log.js';

/** Milliseconds after which a change is seen that was announced while nobody could hear it. */
const readAgainEvery = 5000;
/** Who may say that something was configured. */
const gateway = 'gateway';

/** The configuration in use of every assistant, the same in every gateway within a second of being saved. */
export class AssistantConfigs {
  private readonly inUse = new Map<string, ConfigVersion>();
  private onChange: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly log: Pick<ConfigLog, 'versions'>,
    private readonly bus: Pick<MessageBus, 'announce' | 'onAnnouncement'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /**
   * Follows what is saved anywhere; `onChange` is called after a configuration became another one.
   * @param isKnown whether there is such an assistant: that of any other is read once it is heard of, whatever is announced
   */
  start(onChange: () => void, isKnown: (assistant: string) => boolean): void {
    this.onChange = onChange;
    this.stopListening = this.bus.onAnnouncement(announceConfigured, async ({ assistant }, { service }) => {
      if (service === gateway && isKnown(assistant)) await this.read(assistant);
    });
    this.timer = setInterval(() => void this.readAll(), readAgainEvery);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopListening();
  }

  current(assistant: string): ConfigVersion {
    return this.inUse.get(assistant) ?? versionZero(assistant);
  }

  /** Reads what was saved since, for one assistant. A log that is away is asked again later; what is in use goes on. */
  async read(assistant: string): Promise<void> {
    const known = this.current(assistant).version;
    if (!this.inUse.has(assistant)) this.inUse.set(assistant, versionZero(assistant));
    try {
      const [newest] = await this.log.versions(assistant, { from: known + 1, newest: 1 });
      if (newest) this.use(newest);
    } catch (error) {
      this.logger.warn({ err: error, assistant }, 'its configuration could not be read; the last known one goes on');
    }
  }

  /** Takes up what this gateway saved itself, and tells the others. */
  saved(version: ConfigVersion): void {
    this.use(version);
    // A bus that is away cannot carry it; every gateway reads the log again within seconds.
    this.bus.announce(announceConfigured, { assistant: version.assistant, version: version.version });
  }

  private use(version: ConfigVersion): void {
    if (version.version <= this.current(version.assistant).version) return;
    this.inUse.set(version.assistant, version);
    this.onChange();
  }

  private async readAll(): Promise<void> {
    await Promise.all([...this.inUse.keys()].map((assistant) => this.read(assistant)));
  }
}
