import type { Msg } from '@nats-io/transport-node';
import type { z } from 'zod';
import type { StreamContract } from '#contracts';
import { fail, FailureError } from '#kernel';
import type { BusLimits } from '../settings.js';
import { misfit, readEnvelope } from '../wire/envelope.js';
import { readPartHeaders } from '../wire/headers.js';
import { OutgoingCall, type Call, type Line } from './outgoing-call.js';

interface Reader<Part> {
  resolve(result: IteratorResult<Part, undefined>): void;
  reject(error: FailureError): void;
}

/**
 * A stream of parts as its reader sees it. Parts that wait are kept as text up to a bound, and are parsed when they are
 * read; a part that is missing ends the stream with `unavailable` instead of a hole.
 */
export class PartStream<Part extends z.ZodType>
  extends OutgoingCall
  implements AsyncIterator<z.output<Part>, undefined>
{
  private waiting: string[] = [];
  private waitingCharacters = 0;
  private readonly readers: Reader<z.output<Part>>[] = [];
  private expected = 0;
  private over = false;
  private error: FailureError | undefined;

  constructor(
    line: Line,
    protected override readonly contract: StreamContract<z.ZodType, Part>,
    service: string,
    body: unknown,
    call: Call,
    private readonly limits: BusLimits,
  ) {
    super(line, contract, service, call);
    this.start(body);
  }

  next(): Promise<IteratorResult<z.output<Part>, undefined>> {
    const text = this.waiting.shift();
    if (text !== undefined) {
      this.waitingCharacters -= text.length;
      return new Promise((resolve, reject) => this.hand(text, { resolve, reject }));
    }
    if (!this.over) return new Promise((resolve, reject) => this.readers.push({ resolve, reject }));
    const { error } = this;
    this.error = undefined;
    return error ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined });
  }

  /** The reader leaves: `break`, `return` or an error of its own inside `for await`. */
  return(): Promise<IteratorResult<z.output<Part>, undefined>> {
    if (!this.over) {
      this.tellCancel();
      this.end();
    }
    this.forget();
    this.error = undefined;
    return Promise.resolve({ done: true, value: undefined });
  }

  receive(message: Msg): void {
    const { part, end } = readPartHeaders(message.headers);
    if (part !== this.expected) {
      if (message.data.length === 0 && message.headers?.code === 503) return this.lose(this.nobody());
      return this.missed(part);
    }
    this.expected += 1;
    if (end) return this.last(message.string());
    const reader = this.readers.shift();
    if (reader) return this.hand(message.string(), reader);
    this.keep(message.string());
  }

  /** What was lost on this side ends the stream at once; nobody needs the rest of an answer that came too late. */
  lose(error: FailureError): void {
    this.forget();
    this.end(error);
  }

  private last(text: string): void {
    try {
      const envelope = readEnvelope(text);
      if (!envelope.ok) return this.end(new FailureError(envelope.error));
      if ('value' in envelope) {
        const reader = this.readers.shift();
        if (reader) this.hand(text, reader);
        else this.waiting.push(text);
      }
      this.end();
    } catch (error) {
      this.end(misfit(this.contract, error));
    }
  }

  private missed(part: number): void {
    this.tellCancel();
    const { subject, expected } = this;
    // The parts before the gap are good, so they are still read.
    this.end(
      fail('unavailable', 'A part of the answer was lost.', `${subject}: part ${part} came, ${expected} was due.`),
    );
  }

  private keep(text: string): void {
    const { limits } = this;
    const full =
      this.waiting.length >= limits.bufferedParts || this.waitingCharacters + text.length > limits.bufferedCharacters;
    if (full && this.waiting.length > 0) {
      const internal = `${this.subject}: ${this.waiting.length} parts of ${this.waitingCharacters} characters wait.`;
      return this.leave(fail('unavailable', 'The answer was read too slowly.', internal));
    }
    this.waiting.push(text);
    this.waitingCharacters += text.length;
  }

  private hand(text: string, reader: Reader<z.output<Part>>): void {
    try {
      const envelope = readEnvelope(text);
      if (!envelope.ok) throw new FailureError(envelope.error);
      reader.resolve({ done: false, value: this.contract.part.parse(envelope.value) });
    } catch (error) {
      if (!this.over) this.tellCancel();
      this.forget();
      this.end();
      this.error = undefined;
      reader.reject(error instanceof FailureError ? error : misfit(this.contract, error));
    }
  }

  private forget(): void {
    this.waiting = [];
    this.waitingCharacters = 0;
  }

  private end(error?: FailureError): void {
    if (this.over) return;
    this.over = true;
    this.finish();
    const [first, ...others] = this.readers.splice(0);
    if (error && first) first.reject(error);
    else {
      this.error = error;
      first?.resolve({ done: true, value: undefined });
    }
    for (const reader of others) reader.resolve({ done: true, value: undefined });
  }
}
