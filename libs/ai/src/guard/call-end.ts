import { fail, type FailureError } from '#kernel';
import type { ChatOptions } from '../chat/chat-model.js';
import { ended } from '../chat/model-failure.js';

/**
 * The end of one call to a model: its deadline, its caller leaving, or whoever gives it up. The first one counts, and aborts
 * the signal. It holds a timer until `release`.
 */
export class CallEnd {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: ChatOptions) {
    const { deadline, signal } = options;
    const late = (): void => this.bring(fail('deadline-exceeded', 'The model did not answer in time.'));
    this.timer = setTimeout(late, deadline.timerMs());
    signal?.addEventListener('abort', this.left, { once: true });
    if (signal?.aborted) this.left();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  bring(why: FailureError): void {
    this.controller.abort(why);
  }

  /**
   * What a promise comes to, or the failure of the end where that comes first: a caller is answered in time whether or not
   * the other side notices that it is over.
   * @param onLate what to do with a value that nobody waits for any more
   */
  async orEnd<T>(promise: Promise<T>, onLate: (value: T) => void = () => undefined): Promise<T> {
    const { signal } = this;
    const end = Promise.withResolvers<never>();
    const over = (): void => end.reject(ended(signal.reason));
    signal.addEventListener('abort', over, { once: true });
    if (signal.aborted) over();
    let waited = true;
    // What fails after the end was told by the end.
    promise.then((value) => waited || onLate(value)).catch(() => undefined);
    try {
      return await Promise.race([promise, end.promise]);
    } finally {
      waited = false;
      signal.removeEventListener('abort', over);
    }
  }

  release(): void {
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.left);
  }

  private readonly left = (): void => this.bring(ended(this.options.signal?.reason));
}
