/** How long a provider may say nothing, in milliseconds. */
export interface PatienceSettings {
  /** Before its first word. */
  readonly firstPieceMs: number;
  /** Between two words. */
  readonly gapMs: number;
  /** After this it counts as failing while it is still waited for. */
  readonly stallMs: number;
}

/** Counts the time a provider is waited for, and none in which nobody waits for it. */
export class Patience {
  private heardOnce = false;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly settings: PatienceSettings,
    private readonly onStall: () => void,
    private readonly onEnd: () => void,
  ) {}

  wait(): void {
    const { firstPieceMs, gapMs, stallMs } = this.settings;
    this.timers.push(setTimeout(this.onStall, stallMs), setTimeout(this.onEnd, this.heardOnce ? gapMs : firstPieceMs));
  }

  heard(): void {
    this.heardOnce = true;
    this.stop();
  }

  stop(): void {
    this.timers.splice(0).forEach(clearTimeout);
  }
}
