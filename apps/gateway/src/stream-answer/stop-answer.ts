import { announceStop } from '#contracts';
import { FailureError } from '#kernel';
import type { MessageBus } from '#platform/messaging';
import type { StreamAnswers } from './stream-answers.js';

/** Stops the work on an answer whichever gateway does it. */
export class StopAnswer {
  constructor(
    private readonly streams: Pick<StreamAnswers, 'stop'>,
    private readonly bus: Pick<MessageBus, 'announce' | 'onAnnouncement'>,
  ) {}

  /** Hears the other gateways, as long as the bus is there. */
  listen(): void {
    this.bus.onAnnouncement(announceStop, ({ answerId, principal }, sender) => {
      if (sender.service === 'gateway') this.streams.stop(principal, answerId);
    });
  }

  /** @throws FailureError `unavailable` when the other gateways cannot be told */
  stop(principal: string, answerId: string): void {
    this.streams.stop(principal, answerId);
    const told = this.bus.announce(announceStop, { answerId, principal });
    if (!told.ok) throw new FailureError(told.error);
  }
}
