import {
  aliasApprovedSchema,
  aliasRemovedSchema,
  announceAliases,
  integrationEvents,
  type Alias,
  type AliasApproved,
  type AliasRemoved,
} from '#contracts';
import { streamOf, type EventStore, type NewEvent, type RecordedEvent } from '#event-store';
import { Deadline, failure, FailureError } from '#kernel';
import type { Logger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import { redact } from '../answer-query/redact.js';
import { sanitise } from '../answer-query/sanitise.js';
import { normaliseQuestion } from '../response-cache/question-text.js';

export interface Author {
  readonly actor: string;
  readonly traceId: string;
}

const { category } = integrationEvents['alias-approved'];
const stream = streamOf(category, 'club');

/** Milliseconds for one read or one append. */
const withinMs = 3000;
/** Milliseconds after which a change is seen that was announced while nobody could hear it. */
const readAgainEvery = 5000;
/** How many there may be; each is one person's decision, and all are in every gateway's memory. */
const atMost = 5000;
/** Characters of a question, as for one that is asked. */
const longest = 2000;

const refusal = (path: string, message: string): FailureError =>
  new FailureError(failure('invalid-request', message, [{ path, message }]));

/** Which questions a person said mean another one: one stream of events, folded the same in every gateway. */
export class Aliases {
  private readonly known = new Map<string, Alias>();
  private version = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly events: Pick<EventStore, 'append' | 'readStream'>,
    private readonly bus: Pick<MessageBus, 'announce' | 'onAnnouncement'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Reads what there is, and follows what is changed anywhere. */
  async start(): Promise<void> {
    this.stopListening = this.bus.onAnnouncement(announceAliases, () => void this.readOn());
    this.timer = setInterval(() => void this.readOn(), readAgainEvery);
    this.timer.unref();
    await this.readOn();
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopListening();
  }

  /** What a question is answered as, normalised; undefined where nobody said that it means another. */
  meaningOf(query: string): string | undefined {
    return this.known.size === 0 ? undefined : this.known.get(normaliseQuestion(query))?.means;
  }

  list(): Alias[] {
    return [...this.known.values()].sort((one, other) => (one.question < other.question ? -1 : 1));
  }

  /** @throws FailureError `invalid-request` that names the field, `version-conflict` where somebody was faster */
  async approve(wanted: AliasApproved, author: Author): Promise<Alias[]> {
    await this.readNow();
    const data = this.checked(wanted);
    await this.append('alias-approved', data, author);
    return this.list();
  }

  /** @throws FailureError `not-found`, `version-conflict` where somebody was faster */
  async remove({ question, reason }: AliasRemoved, author: Author): Promise<Alias[]> {
    await this.readNow();
    const normalised = normaliseQuestion(sanitise(question));
    if (!this.known.has(normalised))
      throw new FailureError(failure('not-found', `Nobody said that "${question}" means another question.`));
    await this.append('alias-removed', { question: normalised, reason: redact(reason) }, author);
    return this.list();
  }

  private checked(wanted: AliasApproved): AliasApproved {
    const [question, means] = [wanted.question, wanted.means].map((text) => normaliseQuestion(sanitise(text))) as [
      string,
      string,
    ];
    if (question === means) throw refusal('means', 'Both are the same question already.');
    for (const [path, text] of Object.entries({ question, means })) {
      if (text === '') throw refusal(path, 'It holds no question.');
      if (text.length > longest) throw refusal(path, `Its normalised form is longer than ${longest} characters.`);
      if (redact(text) !== text) throw refusal(path, 'It identifies a person: it is asked by nobody else.');
    }
    const further = this.known.get(means);
    if (further) throw refusal('means', `It is answered as another itself: "${further.means}". Name that one.`);
    const [leaning] = this.list().filter((alias) => alias.means === question);
    if (leaning) throw refusal('question', `"${leaning.question}" is answered as it. Take that back first.`);
    if (this.known.size >= atMost && !this.known.has(question))
      throw refusal('question', `There are ${atMost} already; take back some that nobody asks any more.`);
    return { question, means, reason: redact(wanted.reason) };
  }

  private async append(
    type: 'alias-approved' | 'alias-removed',
    data: AliasApproved | AliasRemoved,
    author: Author,
  ): Promise<void> {
    const event: NewEvent = { type, version: integrationEvents[type].version, data, ...author };
    const expected = this.version === 0 ? 'no-stream' : this.version;
    const { version } = await this.events.append(stream, expected, [event], { deadline: Deadline.in(withinMs) });
    await this.readNow();
    this.bus.announce(announceAliases, { version });
  }

  /** A log that is away is asked again later; the aliases that are known go on. */
  private async readOn(): Promise<void> {
    try {
      await this.readNow();
    } catch (error) {
      this.logger.warn({ err: error }, 'the aliases of questions could not be read; the last known ones go on');
    }
  }

  private async readNow(): Promise<void> {
    const recorded = await this.events.readStream(stream, { from: this.version + 1, deadline: Deadline.in(withinMs) });
    for (const event of recorded) this.take(event);
  }

  private take({ type, data, streamVersion, actor, occurredAt }: RecordedEvent): void {
    // Two readings may overlap; each event counts once, in its order.
    if (streamVersion !== this.version + 1) return;
    this.version = streamVersion;
    if (type === 'alias-approved') {
      const approved = aliasApprovedSchema.parse(data);
      this.known.set(approved.question, { ...approved, approvedBy: actor, approvedAt: occurredAt });
    } else if (type === 'alias-removed') {
      this.known.delete(aliasRemovedSchema.parse(data).question);
    }
  }
}
