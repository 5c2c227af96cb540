/** That something took too long. */
export const late = Symbol('late');

/**
 * What a promise comes to, or `late` where it comes to nothing in so many milliseconds; it goes on all the same. Where this process
 * itself was late, whatever had arrived by then counts: timers come before what is to be read.
 */
export async function orLate<T>(promise: Promise<T>, milliseconds: number): Promise<T | typeof late> {
  const { promise: tooLate, resolve } = Promise.withResolvers<typeof late>();
  const timer = setTimeout(() => setImmediate(resolve, late), milliseconds);
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
