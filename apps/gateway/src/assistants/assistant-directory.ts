import { callRoll, announceLeave, announceManifest, announcePresence, type Manifest } from '#contracts';
import { failure, FailureError } from '#kernel';
import type { Logger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import type { Decision } from '../answer-query/decision.js';
import { hashOfManifest, type ManifestStore } from './manifest-store.js';
import { Presence } from './presence.js';
import type { RouterKeeper } from './router-keeper.js';

export interface AssistantState {
  readonly id: string;
  readonly version: string;
  readonly label: string;
  readonly answers: string;
  /** Whether at least one instance was heard within the last seconds. */
  readonly state: 'present' | 'silent';
  readonly instances: number;
  /** Whether the router in use has learned this version of it. */
  readonly routed: boolean;
}

/** Which assistants exist: learned from what they announce on the bus, remembered in the database. */
export class AssistantDirectory {
  private readonly manifests = new Map<string, { manifest: Manifest; hash: string }>();
  private readonly presence = new Presence();
  /** Hashes that manifests were announced with; only their senders know how they are made. */
  private readonly announced = new Set<string>();

  constructor(
    private readonly bus: Pick<MessageBus, 'announce' | 'onAnnouncement'>,
    private readonly store: ManifestStore,
    private readonly router: RouterKeeper,
    private readonly logger: Logger,
    private readonly instance: string,
  ) {}

  /** Takes up what was heard before, then listens and calls the roll. */
  async start(): Promise<void> {
    const { manifests, unreadable } = await this.store.load();
    for (const id of unreadable)
      this.logger.warn(
        { assistant: id },
        'a stored manifest cannot be read; it is left out until it is announced again',
      );
    for (const manifest of manifests) this.manifests.set(manifest.id, { manifest, hash: hashOfManifest(manifest) });
    this.learn();
    this.bus.onAnnouncement(announceManifest, (body, { service: from }) => {
      this.announced.add(body.manifestHash);
      this.hearManifest(from, body.instance, body.manifest);
    });
    this.bus.onAnnouncement(announcePresence, (body, { service: from }) =>
      this.hearPresence(from, body.instance, body.manifestHash),
    );
    this.bus.onAnnouncement(announceLeave, (body, { service: from }) => this.presence.leave(from, body.instance));
    this.bus.announce(callRoll, { gateway: this.instance });
  }

  list(): AssistantState[] {
    return [...this.manifests.values()].map(({ manifest: { id, version, label, answers }, hash }) => {
      const instances = this.presence.instances(id);
      return {
        id,
        version,
        label,
        answers,
        instances,
        state: instances > 0 ? 'present' : 'silent',
        routed: this.router.knows(hash),
      };
    });
  }

  /** Who answers a query. `chosen` is what the asker picked when asked back; it decides everything but an emergency. */
  decide(query: string, chosen?: string): Decision {
    const routed = this.router.route(query);
    const named = (id: string | null): Manifest | null =>
      id === null ? null : (this.manifests.get(id)?.manifest ?? null);
    const emergency = routed.emergency?.kind ?? null;
    const choices = routed.choices.flatMap((id) => named(id) ?? []);
    const decision = { route: routed.route, choices, emergency, confidence: routed.confidence };
    if (emergency !== null) return { ...decision, assistant: this.emergencyAssistant() };
    if (chosen === undefined) return { ...decision, assistant: named(routed.assistant) };
    const assistant = named(chosen);
    if (!assistant) {
      const message = `There is no assistant "${chosen}". They are ${[...this.manifests.keys()].join(', ')}.`;
      throw new FailureError(failure('invalid-request', message, [{ path: 'assistant', message }]));
    }
    const reasons = [...routed.route.reasons, `The asker chose ${chosen}.`];
    return { ...decision, assistant, choices: [], route: { ...routed.route, reasons } };
  }

  private emergencyAssistant(): Manifest | null {
    for (const { manifest } of this.manifests.values()) if (manifest.emergency) return manifest;
    return null;
  }

  private hearManifest(from: string, instance: string, manifest: Manifest): void {
    if (from !== manifest.id) {
      this.logger.warn({ from, claims: manifest.id }, 'an announcement under the name of another service was dropped');
      return;
    }
    this.presence.hear(manifest.id, instance);
    const hash = hashOfManifest(manifest);
    const known = this.manifests.get(manifest.id);
    if (known?.hash === hash || (known && olderThan(manifest.version, known.manifest.version))) return;
    this.manifests.set(manifest.id, { manifest, hash });
    this.logger.info(
      { assistant: manifest.id, version: manifest.version, examples: manifest.examples.length },
      'assistant announced itself',
    );
    this.store
      .save(manifest)
      .catch((error: unknown) =>
        this.logger.warn({ err: error, assistant: manifest.id }, 'manifest not stored; it is announced again'),
      );
    this.learn();
  }

  private hearPresence(from: string, instance: string, hash: string): void {
    this.presence.hear(from, instance);
    // Somebody whose manifest, or whose newest, never came through: ask for it.
    if (!this.announced.has(hash)) this.bus.announce(callRoll, { gateway: this.instance });
  }

  private learn(): void {
    if (this.manifests.size > 0) this.router.learn([...this.manifests.values()]);
  }
}

/** Whether one semantic version is lower than another; during a rolling release both are announced, and the newer one counts. */
function olderThan(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number));
  for (let place = 0; place < 3; place++) if (a![place] !== b![place]) return a![place]! < b![place]!;
  return false;
}
