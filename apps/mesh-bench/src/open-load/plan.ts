import type { Arrivals } from './schedule.js';

/** Which questions are asked: one again and again, each one once, or drawn by Zipf's law. */
export type Asking = { readonly draw: 'in turn' } | { readonly draw: 'zipf'; readonly exponent: number };

/** When they are asked: on a schedule that waits for nothing, or by so many askers who each wait for their answer. */
export type Pace =
  | { readonly model: 'open'; readonly perSecond: number; readonly arrivals: Arrivals }
  | { readonly model: 'closed'; readonly askers: number };

/** One run of requests, as plain data for a process of its own. */
export interface LoadPlan {
  readonly url: string;
  /** API keys that take turns. */
  readonly keys: readonly string[];
  /** Bodies of `POST /query`, as JSON. */
  readonly bodies: readonly string[];
  readonly asking: Asking;
  readonly pace: Pace;
  readonly seconds: number;
  /** Of answers that were given, the share that gets feedback at once; 0 for none. */
  readonly feedbackShare: number;
  readonly seed: number;
  /** The most connections open at once. */
  readonly connections: number;
  readonly timeoutMs: number;
  /** Files that the ids of answers and of feedback, as they came by HTTP, are written to, one a line; none when absent. */
  readonly heard?: { readonly answers: string; readonly feedback: string };
}

/** What is the same for every request but its body. */
export const requestBytes = (url: URL, path: string, key: string, body: string): Buffer =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${key}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
