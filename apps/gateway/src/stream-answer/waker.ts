/** Lets one loop sleep until there is something to do; to be woken before it sleeps counts too. */
export class Waker {
  private due = false;
  private rouse: (() => void) | null = null;

  readonly wake = (): void => {
    this.due = true;
    this.rouse?.();
  };

  /** @param milliseconds the longest sleep; null for no bound */
  async sleep(milliseconds: number | null): Promise<void> {
    if (!this.due) {
      await new Promise<void>((resolve) => {
        const timer = milliseconds === null ? undefined : setTimeout(resolve, milliseconds);
        this.rouse = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.rouse = null;
    }
    this.due = false;
  }
}
