import type { Msg } from '@nats-io/transport-node';
import type { z } from 'zod';
import type { StreamContract } from '#contracts';
import { fail, FailureError } from '#kernel';
import type { BusLimits } from '../settings.js';
import { misfit, readEnvelope } from '../wire/envelope.js';
import { readPartHeaders } from '../wire/headers.js';
import { OutgoingCall, type Call, type Line } from './outgoing-call.js';
import { PartBuffer } from './part-buffer.js';

/** A stream of parts as its reader sees it. A part that is missing ends it with `unavailable` instead of a hole. */
export class PartStream<Part extends z.ZodType>
  extends OutgoingCall
  implements AsyncIterator<z.output<Part>, undefined>
{
  private readonly buffer: PartBuffer<z.output<Part>>;
  private expected = 0;

  constructor(
    line: Line,
    protected override readonly contract: StreamContract<z.ZodType, Part>,
    service: string,
    body: unknown,
    call: Call,
    limits: BusLimits,
  ) {
    super(line, contract, service, call);
    this.buffer = new PartBuffer(limits, (text) => this.read(text));
    this.start(body);
  }

  next(): Promise<IteratorResult<z.output<Part>, undefined>> {
    return this.buffer.next();
  }

  /** The reader leaves: `break`, `return` or an error of its own inside `for await`. */
  return(): Promise<IteratorResult<z.output<Part>, undefined>> {
    this.abandon();
    return Promise.resolve({ done: true, value: undefined });
  }

  receive(message: Msg): void {
    const { part, end } = readPartHeaders(message.headers);
    if (part !== this.expected) {
      const nobody = message.data.length === 0 && message.headers?.code === 503;
      return nobody ? this.lose(this.nobody()) : this.missed(part);
    }
    this.expected += 1;
    const text = message.string();
    if (end) this.last(text);
    else this.keep(text);
  }

  /** What is decided on this side ends the stream at once: nobody needs the rest of an answer that came too late. */
  lose(error: FailureError): void {
    this.buffer.drop();
    this.end(error);
  }

  private keep(text: string): void {
    if (this.buffer.put(text)) return;
    this.leave(
      fail('unavailable', 'The answer was read too slowly.', `${this.subject}: too many parts wait to be read.`),
    );
  }

  private last(text: string): void {
    try {
      const envelope = readEnvelope(text);
      if (!envelope.ok) return this.end(new FailureError(envelope.error));
      if ('value' in envelope) this.keep(text);
      this.end();
    } catch (error) {
      this.end(misfit(this.contract, error));
    }
  }

  private missed(part: number): void {
    const { subject, expected } = this;
    this.tellCancel();
    // The parts before the gap are good, so they are still read.
    this.end(
      fail('unavailable', 'A part of the answer was lost.', `${subject}: part ${part} came, ${expected} was due.`),
    );
  }

  private read(text: string): z.output<Part> {
    try {
      const envelope = readEnvelope(text);
      if (envelope.ok) return this.contract.part.parse(envelope.value);
      throw new FailureError(envelope.error);
    } catch (error) {
      this.abandon();
      throw error instanceof FailureError ? error : misfit(this.contract, error);
    }
  }

  private abandon(): void {
    if (!this.buffer.over) this.tellCancel();
    this.buffer.drop();
    this.end();
  }

  private end(error?: FailureError): void {
    this.finish();
    this.buffer.end(error);
  }
}
