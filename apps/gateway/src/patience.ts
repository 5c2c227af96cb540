import { usualMostDelayMs } from './admit-query/adaptive-limit.js';

/** How long the gateway waits for those it works with before it goes on without them, in milliseconds. */
export interface Patience {
  /**
   * Until an assistant's first part, which it sends before it begins to work. One that has not said a word by then hangs or is
   * dead, and the rest of the deadline would only be waiting.
   */
  readonly firstWordMs: number;
  /** The same of an assistant that nobody heard lately: one that is there after all begins at once. */
  readonly silentMs: number;
  /** Until the emergency assistant's whole answer; then the card answers. */
  readonly emergencyMs: number;
  /**
   * Until an answer's record is committed. The embedded database needs up to 300 for the first one after a start, when
   * nothing is planned or cached; later ones take a few.
   */
  readonly commitMs: number;
  /** The same of an answer to an emergency: its reader cannot wait for a database. */
  readonly emergencyCommitMs: number;
  /** Until the log has said whether the answer that feedback is about exists, and again until that is committed. */
  readonly feedbackMs: number;
  /** Until there is a connection to the database. */
  readonly connectMs: number;
  /** Until knowledge has said which state it is in. */
  readonly knowledgeMs: number;
  /** Until a tier of the cache has been read. */
  readonly tierMs: number;
  /** Until an answer has been put into the last tier; nobody waits for it. */
  readonly keepMs: number;
  /** Until Redis has answered a question's command. */
  readonly redisMs: number;
  /** The same of a command for streams: no client waits for it but one that resumes. */
  readonly sharedLogMs: number;
  /** By how much this process may be late with whatever comes to it before it lets in less. */
  readonly lateMs: number;
}

export const usualPatience: Patience = {
  firstWordMs: 1000,
  silentMs: 300,
  emergencyMs: 300,
  commitMs: 500,
  emergencyCommitMs: 250,
  feedbackMs: 150,
  connectMs: 1000,
  knowledgeMs: 400,
  tierMs: 50,
  keepMs: 2000,
  redisMs: 50,
  sharedLogMs: 500,
  lateMs: usualMostDelayMs,
};
