/** A wait between two turns of a loop, which news or the end cuts short. */
export class Pause {
  private awake: PromiseWithResolvers<void> | undefined;
  private news = false;
  private ended = false;

  /** Whether the loop is to end. */
  get stopped(): boolean {
    return this.ended;
  }

  /** Waits that long, or until `end` or `stop`; not at all when `end` was called since the last wait. */
  async for(milliseconds: number): Promise<void> {
    if (!this.news && !this.ended) {
      this.awake = Promise.withResolvers<void>();
      const timer = setTimeout(this.awake.resolve, milliseconds);
      await this.awake.promise;
      clearTimeout(timer);
    }
    this.news = false;
  }

  end(): void {
    this.news = true;
    this.awake?.resolve();
  }

  stop(): void {
    this.ended = true;
    this.awake?.resolve();
  }
}
