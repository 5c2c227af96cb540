import { failure, FailureError } from '#kernel';

/** Up to where a client has an answer: `<answerId>.<n>`, the n-th part; or `<answerId>.end`, all of it. */
export interface Position {
  readonly answerId: string;
  readonly n: number;
}

const form = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,9}|end)$/;

export const eventId = ({ answerId, n }: Position): string => `${answerId}.${n === Infinity ? 'end' : n}`;

/** @throws FailureError `invalid-request` for what is no id of ours */
export function readEventId(text: string): Position {
  const [, answerId, n] = form.exec(text) ?? [];
  if (answerId === undefined) {
    const message = 'It is not the id of an event of an answer, such as 0198…f3a1.7.';
    throw new FailureError(
      failure('invalid-request', 'The Last-Event-ID is none of ours.', [{ path: 'Last-Event-ID', message }]),
    );
  }
  return { answerId, n: n === 'end' ? Infinity : Number(n) };
}

/** When an answer began, in milliseconds since the Unix epoch: its id, a UUID version 7, says so. */
export const beganAt = (answerId: string): number => Number.parseInt(answerId.slice(0, 8) + answerId.slice(9, 13), 16);
