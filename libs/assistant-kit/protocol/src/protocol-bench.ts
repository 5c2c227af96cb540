import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import {
  announceLeave,
  announceManifest,
  announcePresence,
  clubSchema,
  type Ask,
  type Club,
  type Manifest,
} from '#contracts';
import { createLogger } from '#platform/logging';
import { MessageBus } from '#platform/messaging';
import type { AssistantDefinition } from '../../src/define-assistant.js';
import { AssistantService } from '../../src/serve/assistant-service.js';
import { askAssistant, askOf, callFor, type Answered } from './asked.js';
import { readSopFolder, type SopFile } from './sop-folder.js';
import { StandInKnowledge } from './stand-in-knowledge.js';

const principalSecret = 'the secret of the protocol suite, 32 characters and more';
/** Longer than a busy machine takes. */
const answerWithinMs = 60_000;
/** What an answer keeps back of its time when it asks knowledge: here more than a busy machine needs to say the rest. */
export const reserveMs = 20_000;

/** What the instance under test is called in its announcements. */
export const instance = 'one';

export interface Heard {
  readonly name: 'manifest' | 'presence' | 'leave';
  readonly instance: string;
  readonly manifest?: Manifest;
}

/** One assistant on a real broker, with a gateway that asks it and a knowledge service that it asks. */
export class ProtocolBench {
  readonly club: Club = clubSchema.parse(
    parse(readFileSync(new URL('../../../../club/club.yaml', import.meta.url), 'utf8')),
  );
  readonly files: readonly SopFile[];
  readonly sops: ReadonlyMap<string, SopFile>;
  /** What the assistant has announced; a test that waits for something empties it first. */
  readonly heard: Heard[] = [];
  private started: { gateway: MessageBus; knowledge: StandInKnowledge; assistant: AssistantService } | undefined;

  readonly definition: AssistantDefinition;

  constructor(definition: AssistantDefinition) {
    this.definition = { ...definition, policy: { ...definition.policy, reserveMs } };
    this.files = readSopFolder(fileURLToPath(new URL('sops/', definition.folder)));
    this.sops = new Map(this.files.map((file) => [file.id, file]));
  }

  async start(url: string): Promise<void> {
    const { id } = this.definition.manifest;
    const logger = createLogger({ service: id, instance, level: 'silent' });
    const connect = (service: string): Promise<MessageBus> =>
      MessageBus.connect({ url, service, instance, principalSecret, logger });
    const gateway = await connect('gateway');
    gateway.onAnnouncement(announceManifest, ({ instance, manifest }, { service }) =>
      this.hear(service, { name: 'manifest', instance, manifest }),
    );
    gateway.onAnnouncement(announcePresence, ({ instance }, { service }) =>
      this.hear(service, { name: 'presence', instance }),
    );
    gateway.onAnnouncement(announceLeave, ({ instance }, { service }) =>
      this.hear(service, { name: 'leave', instance }),
    );
    await gateway.flush();
    const knowledge = await this.startKnowledge(url);
    const assistant = await AssistantService.start(this.definition, {
      bus: await connect(id),
      club: this.club,
      logger,
      healthPort: 0,
    });
    this.started = { gateway, knowledge, assistant };
  }

  /** A knowledge service in place of one that was stopped. */
  async restartKnowledge(url: string): Promise<void> {
    this.started = { ...this.running, knowledge: await this.startKnowledge(url) };
  }

  async stop(): Promise<void> {
    await this.started?.assistant.stop();
    await this.started?.knowledge.stop();
    await this.started?.gateway.drain();
  }

  get gateway(): MessageBus {
    return this.running.gateway;
  }

  get knowledge(): StandInKnowledge {
    return this.running.knowledge;
  }

  get assistant(): AssistantService {
    return this.running.assistant;
  }

  /** @throws FailureError of the stream */
  ask(
    query: string,
    rest: Partial<Ask> = {},
    { withinMs = answerWithinMs, signal }: { withinMs?: number; signal?: AbortSignal } = {},
  ): Promise<Answered> {
    return askAssistant(this.gateway, this.definition.manifest.id, askOf(query, rest), callFor(withinMs, signal));
  }

  async health(): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.assistant.healthPort}/health/ready`);
    return response.json();
  }

  private startKnowledge(url: string): Promise<StandInKnowledge> {
    return StandInKnowledge.start(url, principalSecret, this.files);
  }

  private hear(service: string, heard: Heard): void {
    if (service === this.definition.manifest.id) this.heard.push(heard);
  }

  private get running() {
    if (!this.started) throw new Error('The bench has not been started.');
    return this.started;
  }
}
