/** Gives way to whoever else waits for the thread. */
export type Pause = () => Promise<void>;

export const nextTurn: Pause = () => new Promise((resolve) => setTimeout(resolve, 0));
