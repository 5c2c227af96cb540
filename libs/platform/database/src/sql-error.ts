import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { fail, FailureError, type Deadline } from '#kernel';

/** What the server answered to a statement that it refused. */
export class SqlError extends Error {
  constructor(
    message: string,
    /** Five characters, PostgreSQL's appendix A or a function's own. */
    readonly sqlState: string,
    readonly detail: string | undefined,
    /** Name of the constraint that was broken, where it was one. */
    readonly constraint: string | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SqlError';
  }
}

/** Classes and codes that say the server, not the statement, is in trouble (appendix A of the PostgreSQL manual). */
const serverTrouble = /^(08...|53...|58...|57P0[1-5]|25P03)$/;
const queryCanceled = '57014';

/** Thrown by our own side of the wire before anything was sent: a programmer's mistake, not an outage. */
const isMistake = (thrown: Error): boolean =>
  thrown instanceof TypeError || thrown instanceof RangeError || thrown instanceof SyntaxError;

/** Puts whatever the driver threw into the words of the Database. */
export function translate(thrown: unknown, deadline?: Deadline): Error {
  if (!isNativeError(thrown)) return new Error('The database driver threw something odd.', { cause: thrown });
  if (thrown instanceof FailureError || thrown instanceof SqlError) return thrown;
  if (thrown instanceof pg.DatabaseError) return translateAnswer(thrown);
  if (isMistake(thrown)) return thrown;
  // The driver's timer may fire a moment before the deadline it was set for.
  if (deadline && (deadline.passed || thrown.message === 'Query read timeout')) return outOfTime(thrown.message);
  return unavailable(thrown.message);
}

function translateAnswer(answer: pg.DatabaseError): Error {
  const sqlState = answer.code ?? 'XX000';
  if (sqlState === queryCanceled) return outOfTime(answer.message);
  if (serverTrouble.test(sqlState)) return unavailable(answer.message);
  return new SqlError(answer.message, sqlState, answer.detail, answer.constraint, { cause: answer });
}

export const outOfTime = (internal: string): FailureError =>
  fail('deadline-exceeded', 'The database did not answer in time.', internal);

export const unavailable = (internal: string): FailureError =>
  fail('unavailable', 'The database cannot be reached right now.', internal);
