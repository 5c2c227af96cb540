/** Reading what PostgreSQL clients send (protocol version 3), as far as one has to know it to put many clients on one session. */

export interface Message {
  /** The letter of the message. */
  readonly type: string;
  /** The whole message, letter and length included. */
  readonly bytes: Buffer;
}

const headerLength = 5;
/** Longer messages are refused: nothing of ours is near it, and the length comes from outside. */
const maxMessageLength = 256 * 1024 * 1024;

/** Takes the first whole message off the front of `buffer`; undefined while it is incomplete. @throws RangeError for an impossible length */
export function takeMessage(buffer: Buffer): { message: Message; rest: Buffer } | undefined {
  if (buffer.length < headerLength) return undefined;
  const length = 1 + buffer.readInt32BE(1);
  if (length < headerLength || length > maxMessageLength) throw new RangeError(`A message of ${length} bytes`);
  if (buffer.length < length) return undefined;
  const bytes = buffer.subarray(0, length);
  return { message: { type: String.fromCharCode(bytes[0]!), bytes }, rest: buffer.subarray(length) };
}

export function encodeMessage(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)));
  const header = Buffer.alloc(headerLength);
  header.write(type, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

/** Where the name of a prepared statement stands in a message, if the message has one. */
function statementName(message: Message): { start: number; end: number } | undefined {
  const { type, bytes } = message;
  const endOf = (start: number): number => bytes.indexOf(0, start);
  if (type === 'P') return { start: headerLength, end: endOf(headerLength) };
  if (type === 'B') {
    const start = endOf(headerLength) + 1;
    return { start, end: endOf(start) };
  }
  const describesOrClosesStatement = (type === 'D' || type === 'C') && bytes[headerLength] === 'S'.charCodeAt(0);
  return describesOrClosesStatement ? { start: headerLength + 1, end: endOf(headerLength + 1) } : undefined;
}

/**
 * Gives named prepared statements other names. Two clients that both prepare a statement `find` have two statements on a
 * server of PostgreSQL, and would share one on a single session.
 */
export function renameStatement(message: Message, rename: (name: string) => string): Message {
  const place = statementName(message);
  if (!place || place.end <= place.start) return message;
  const { bytes, type } = message;
  const name = bytes.toString('utf8', place.start, place.end);
  const before = bytes.subarray(headerLength, place.start);
  return { type, bytes: encodeMessage(type, before, rename(name), bytes.subarray(place.end + 1)) };
}

/** The SQL of a message that has some. */
function sqlOf({ type, bytes }: Message): string | undefined {
  if (type === 'Q') return bytes.toString('utf8', headerLength, bytes.length - 1);
  if (type !== 'P') return undefined;
  const start = bytes.indexOf(0, headerLength) + 1;
  return bytes.toString('utf8', start, bytes.indexOf(0, start));
}

const refusal = `DO $$BEGIN RAISE EXCEPTION 'COPY FROM STDIN is not supported by the embedded database'
USING ERRCODE = 'feature_not_supported'; END$$`;

/** A single session waits for the rows of a `COPY FROM STDIN` in a way that ends it; a plain error takes its place. */
export function refuseCopyFromStdin(message: Message): Message {
  if (!/^\s*copy\b[^;]*\bfrom\s+stdin\b/i.test(sqlOf(message) ?? '')) return message;
  const { type } = message;
  return { type, bytes: type === 'Q' ? encodeMessage('Q', refusal) : encodeMessage('P', '', refusal, Buffer.alloc(2)) };
}
