/** Gives way to whoever else waits for the thread. */
export type Pause = () => Promise<void>;

/** Goes through the steps of something long, giving way between them. */
export async function inSteps<T>(steps: Generator<void, T>, pause: Pause): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}
