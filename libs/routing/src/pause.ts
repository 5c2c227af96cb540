/** Gives way to whoever else waits for the thread. */
export type Pause = () => Promise<void>;

/** Not by a timer, which waits a millisecond: of learning's 2,500 turns that would be a quarter of its time. */
export const nextTurn: Pause = () => new Promise((resolve) => setImmediate(resolve));

/** Goes through the steps of something long, giving way between them. */
export async function inSteps<T>(steps: Generator<void, T>, pause: Pause): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}
