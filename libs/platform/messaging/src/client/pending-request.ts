import type { Msg } from '@nats-io/transport-node';
import type { z } from 'zod';
import type { RequestContract } from '#contracts';
import { err, ok, type FailureError, type Result } from '#kernel';
import { misfit, readEnvelope } from '../wire/envelope.js';
import { OutgoingCall, type Call, type Line } from './outgoing-call.js';

/** A question that waits for its one reply. */
export class PendingRequest<Reply extends z.ZodType> extends OutgoingCall {
  constructor(
    line: Line,
    protected override readonly contract: RequestContract<z.ZodType, Reply>,
    service: string,
    body: unknown,
    call: Call,
    private readonly settle: (result: Result<z.output<Reply>>) => void,
  ) {
    super(line, contract, service, call);
    this.start(body);
  }

  receive(message: Msg): void {
    if (message.data.length === 0 && message.headers?.code === 503) return this.lose(this.nobody());
    this.finish();
    try {
      const envelope = readEnvelope(message.string());
      this.settle(envelope.ok ? ok(this.contract.reply.parse(envelope.value)) : err(envelope.error));
    } catch (error) {
      this.lose(misfit(this.contract, error));
    }
  }

  lose(error: FailureError): void {
    this.finish();
    if (error.failure.code === 'internal') {
      const { traceId } = this.call.trace;
      this.line.logger.error({ err: error, traceId, subject: this.subject }, 'A reply cannot be used');
    }
    this.settle(err(error.failure));
  }
}
