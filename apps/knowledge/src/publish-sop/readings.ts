import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds that whoever read the names of the states may go by them, from when they asked. */
export const goodForMs = 50;
/** The same and as much again as clocks and timers may differ by. */
const overAfterMs = goodForMs + 10;

/**
 * Resolves when nobody goes by a reading from before this was called any more: from then on a publication that is committed may
 * be acknowledged.
 */
export const readingsAreOver = (): Promise<void> => pause(overAfterMs);
