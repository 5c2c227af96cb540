import { knowledgeService, searchKnowledge, type Ask } from '#contracts';
import { FailureError, ok, type Deadline, type Result } from '#kernel';
import { ownCall, type Call, type MessageBus } from '#platform/messaging';
import type { Knowledge, Looked } from '../answer/find-material.js';

/** Enough to hold both halves of a double question and what is near; each is a section. */
const passagesAtMost = 8;

/** Knowledge over the bus, asked in the scope of one assistant. */
export class BusKnowledge implements Knowledge {
  constructor(
    private readonly bus: Pick<MessageBus, 'request'>,
    private readonly assistant: string,
  ) {}

  async search(query: string, { site }: Ask, call: Call, sops?: readonly string[]): Promise<Result<Looked>> {
    const request = {
      query,
      assistant: this.assistant,
      limit: passagesAtMost,
      ...(site === undefined ? {} : { site }),
      ...(sops === undefined ? {} : { sops: [...sops] }),
    };
    const reply = await this.bus.request(searchKnowledge, knowledgeService, request, call);
    if (!reply.ok) return reply;
    const { passages, degraded = [], state, settled = false } = reply.value;
    return ok({ passages, degraded, state, settled });
  }

  /** @throws FailureError of the search when knowledge does not answer it */
  async check(deadline: Deadline): Promise<void> {
    const reply = await this.bus.request(
      searchKnowledge,
      knowledgeService,
      { query: this.assistant, assistant: this.assistant, limit: 1 },
      ownCall(this.assistant, deadline),
    );
    if (!reply.ok) throw new FailureError(reply.error);
  }
}
