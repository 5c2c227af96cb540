/** What came back to one request. */
export interface HttpReply {
  readonly status: number;
  /** The header, as it was sent; null where there was none. */
  readonly retryAfter: string | null;
  readonly body: Buffer;
}

const endOfHead = Buffer.from('\r\n\r\n');
const none = Buffer.alloc(0);

interface Head {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly length: number;
  readonly closes: boolean;
}

function headIn(text: string): Head {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  const length = /^content-length: *(\d+)/im.exec(text)?.[1];
  if (!status || length === undefined)
    throw new Error(`a reply without a status or a length: ${text.slice(0, 80).replaceAll('\r\n', ' | ')}`);
  const retryAfter = /^retry-after: *([^\r\n]+)/im.exec(text)?.[1] ?? null;
  return { status, retryAfter, length: Number(length), closes: /^connection: *close/im.test(text) };
}

/** Reads one reply after the other out of the bytes of a connection. Replies without a `content-length` are refused. */
export class ReplyReader {
  private rest: Buffer = none;
  private head: Head | null = null;
  /** Whether the other side said that it closes after this reply. */
  closes = false;

  /** @returns the reply that these bytes complete, if they do @throws Error for what is no such reply */
  read(chunk: Buffer): HttpReply | undefined {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    if (this.head === null) {
      const end = this.rest.indexOf(endOfHead);
      if (end === -1) return undefined;
      this.head = headIn(this.rest.toString('latin1', 0, end));
      this.rest = this.rest.subarray(end + endOfHead.length);
    }
    const { status, retryAfter, length, closes } = this.head;
    if (this.rest.length < length) return undefined;
    const body = this.rest.subarray(0, length);
    this.rest = this.rest.length === length ? none : this.rest.subarray(length);
    this.head = null;
    this.closes = closes;
    return { status, retryAfter, body };
  }
}
