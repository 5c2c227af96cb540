interface Waiting<Item, Result> {
  readonly item: Item;
  readonly settle: PromiseWithResolvers<Result>;
}

export interface BatchOptions {
  readonly maxBatch: number;
  /** How many may wait; beyond it the next one is refused. */
  readonly maxWaiting: number;
}

/** Does together what was asked for while the last batch was under way: one at a time, in order. */
export class Batched<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private running = false;

  /** @param work its results are in the order of the items */
  constructor(
    private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly options: BatchOptions,
  ) {}

  /** @throws what the work throws, for every item of the batch; an Error when too many wait */
  add(item: Item): Promise<Result> {
    if (this.waiting.length >= this.options.maxWaiting) return Promise.reject(new Error('Too many wait already.'));
    const settle = Promise.withResolvers<Result>();
    this.waiting.push({ item, settle });
    if (!this.running) void this.run();
    return settle.promise;
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.options.maxBatch);
      try {
        const results = await this.work(batch.map(({ item }) => item));
        batch.forEach(({ settle }, at) => settle.resolve(results[at]!));
      } catch (error) {
        batch.forEach(({ settle }) => settle.reject(error));
      }
    }
    this.running = false;
  }
}
