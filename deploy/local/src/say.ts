/** Tells the person in front of the terminal; one line each, with the seconds since the start. */
export type Say = (line: string) => void;

export function sayTo(stream: NodeJS.WritableStream, startedAt = performance.now()): Say {
  return (line) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
    stream.write(`${seconds} s  ${line}\n`);
  };
}

/** Says at once what is being done, and again every 10 s while it lasts. */
export async function withProgress<T>(say: Say, what: string, work: () => Promise<T>): Promise<T> {
  say(what);
  const startedAt = performance.now();
  const beat = setInterval(() => say(`${what}: still at it after ${seconds(startedAt)}`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** How long ago that was, for a person. */
export const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
