/** One more call to a provider for five requests. Under a brownout of the first provider more would double the load on all. */
const shareOfRequests = 0.2;
/** So many may be saved up, and are there at the start. */
const savedAtMost = 10;

/** A retry budget (Google, "Site Reliability Engineering", chapter 21): second tries are a share of first ones. */
export class SecondTries {
  private saved = savedAtMost;

  /** One request has come in. */
  earn(): void {
    this.saved = Math.min(savedAtMost, this.saved + shareOfRequests);
  }

  /** Whether one more call may go out for it. */
  take(): boolean {
    if (this.saved < 1) return false;
    this.saved -= 1;
    return true;
  }
}
