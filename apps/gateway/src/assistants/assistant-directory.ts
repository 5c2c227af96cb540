import {
  announceLeave,
  announceManifest,
  announcePresence,
  callRoll,
  type AssistantConfig,
  type LearningState,
  type Manifest,
} from '#contracts';
import { fail, failure, FailureError } from '#kernel';
import type { Logger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import type { RoutableManifest } from '#routing';
import type { Danger, Decision } from '../answer-query/decision.js';
import { dangerOf, withTold } from './told-emergency.js';
import type { AssistantConfigs } from '../configure-assistant/assistant-configs.js';
import { effectiveManifest } from '../configure-assistant/effective-manifest.js';
import type { LearnedExamples } from '../learn-from-use/learned-examples.js';
import { hashOfManifest, type ManifestStore } from './manifest-store.js';
import { Presence } from './presence.js';
import { RollCall } from './roll-call.js';
import type { LeftOut } from './settle-claims.js';
import type { RouterKeeper } from './router-keeper.js';

export interface AssistantState {
  readonly id: string;
  readonly version: string;
  readonly label: string;
  readonly answers: string;
  /** Whether at least one instance was heard within the last seconds. */
  readonly state: 'present' | 'silent' | 'disabled';
  readonly instances: number;
  /** The version of its configuration; 0 is its manifest alone. */
  readonly configVersion: number;
  /** Whether the router in use has learned this version of it. */
  readonly routed: boolean;
  /** Questions it was taught that people took to it, beside its own examples. */
  readonly learned: number;
  /** Examples of its own that somebody else has too, and that are taken for theirs: how many, and the first of them. */
  readonly claimed: { readonly examples: number; readonly first: LeftOut['examples'] };
  /** Why nothing is routed to it; null where it is. */
  readonly problem: string | null;
}

/** As many as tell what is wrong. */
const claimedShown = 10;

/** Which assistants exist: learned from what they announce on the bus, remembered in the database. */
export class AssistantDirectory {
  private readonly manifests = new Map<string, { manifest: Manifest; hash: string }>();
  private readonly presence = new Presence();
  /** What the answers of each are made by, as its instance heard last says. */
  private readonly composers = new Map<string, string | undefined>();
  private readonly roll = new RollCall();

  constructor(
    private readonly bus: Pick<MessageBus, 'announce' | 'onAnnouncement' | 'identity'>,
    private readonly store: ManifestStore,
    private readonly router: RouterKeeper,
    private readonly configs: AssistantConfigs,
    private readonly learned: Pick<LearnedExamples, 'of' | 'start' | 'state'>,
    private readonly logger: Logger,
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
    await Promise.all(manifests.map(({ id }) => this.configs.read(id)));
    this.configs.start(
      () => this.learn(),
      (assistant) => this.manifests.has(assistant),
    );
    await this.learned.start(() => this.learn());
    this.learn();
    this.bus.onAnnouncement(announceManifest, (body, { service: from }) => {
      this.composers.set(from, body.composer);
      this.roll.hear(body.manifestHash);
      this.hearManifest(from, body.instance, body.manifest);
    });
    this.bus.onAnnouncement(announcePresence, (body, { service: from }) => {
      this.composers.set(from, body.composer);
      this.hearPresence(from, body.instance, body.manifestHash);
    });
    this.bus.onAnnouncement(announceLeave, (body, { service: from }) => this.presence.leave(from, body.instance));
    this.callRoll();
  }

  list(): AssistantState[] {
    return [...this.manifests.values()].map(({ manifest: { id, version, label, answers }, hash }) => {
      const instances = this.presence.instances(id);
      const { version: configVersion } = this.configs.current(id);
      const { examples: claimed = [], whole = false } = this.router.leftOut(id) ?? {};
      return {
        id,
        version,
        label,
        answers,
        instances,
        configVersion,
        state: this.away(id) ?? 'present',
        routed: this.router.knows(learnable(hash, configVersion)),
        learned: this.router.problemOfUse() === null ? this.learned.of(id).length : 0,
        claimed: { examples: claimed.length, first: claimed.slice(0, claimedShown) },
        problem: whole ? 'Every example of it belongs to somebody else.' : null,
      };
    });
  }

  /** How learning from use stands. */
  learning(): LearningState {
    const state = this.learned.state();
    const unused = this.router.problemOfUse();
    return unused === null ? state : { ...state, examples: 0, problem: unused };
  }

  /** Services that are there, and whose manifest this gateway cannot read. */
  unread(): string[] {
    return this.roll.unread();
  }

  /** @throws FailureError `not-found` */
  manifest(assistant: string): Manifest {
    const known = this.manifests.get(assistant);
    if (known) return known.manifest;
    throw fail('not-found', `There is no assistant "${assistant}". They are ${[...this.manifests.keys()].join(', ')}.`);
  }

  /** What an assistant's answers are made by beside knowledge and the question; undefined where nobody said. */
  composerOf(assistant: string): string | undefined {
    return this.composers.get(assistant);
  }

  /** What every assistant is routed by, or would be with these configurations in place of its own. */
  routables(instead: Readonly<Record<string, AssistantConfig>> = {}): RoutableManifest[] {
    return [...this.manifests.values()].map(({ manifest }) => {
      const { id, emergency } = manifest;
      const { config } = this.configs.current(id);
      return effectiveManifest(manifest, instead[id] ?? config, emergency ? [] : this.learned.of(id));
    });
  }

  /** Ids of the assistants that emergencies go to. */
  emergencies(): string[] {
    return [...this.manifests.values()].flatMap(({ manifest }) => (manifest.emergency ? [manifest.id] : []));
  }

  /**
   * Who answers a query. `chosen` is what the asker picked when asked back; it decides everything but an emergency.
   * `told` is what the asker said when asked whether it is one: a yes makes it one, a no never unmakes a certain one.
   */
  decide(query: string, chosen?: string, told: boolean | null = null): Decision {
    const available = new Set([...this.manifests.keys()].filter((id) => this.configs.current(id).config.enabled));
    const routed = this.router.route(query, { available });
    const named = (id: string | null): Manifest | null =>
      id === null ? null : (this.manifests.get(id)?.manifest ?? null);
    const danger = dangerOf(routed);
    const emergency = routed.emergency?.kind ?? (told === true ? (danger?.kind ?? 'unspecified') : null);
    const choices = routed.choices.flatMap((id) => named(id) ?? []);
    const { route, confidence } = withTold(routed, told);
    const offered = routed.choices;
    const decision = { route, choices, emergency, danger, told, confidence, offered, chosen: chosen ?? null };
    const by = (assistant: Manifest | null) => ({ ...decision, assistant, away: assistant && this.away(assistant.id) });
    if (emergency !== null) return { ...by(this.emergencyAssistant()), choices: [] };
    if (chosen === undefined) return by(named(routed.assistant ?? routed.unavailable));
    const assistant = named(chosen);
    if (!assistant) {
      const message = `There is no assistant "${chosen}". They are ${[...this.manifests.keys()].join(', ')}.`;
      throw new FailureError(failure('invalid-request', message, [{ path: 'assistant', message }]));
    }
    const reasons = [...route.reasons, `The asker chose ${chosen}.`];
    return { ...by(assistant), choices: [], route: { ...route, reasons } };
  }

  /** What a query says of danger, certain or suspected: as `decide` finds, and far sooner. */
  dangerIn(query: string): Danger | null {
    return this.router.dangerIn(query);
  }

  private away(assistant: string): Decision['away'] {
    if (!this.configs.current(assistant).config.enabled) return 'disabled';
    return this.presence.instances(assistant) > 0 ? null : 'silent';
  }

  private emergencyAssistant(): Manifest | null {
    const candidates = [...this.manifests.values()]
      .map(({ manifest }) => manifest)
      .filter(({ emergency }) => emergency);
    return candidates.find(({ id }) => this.away(id) === null) ?? candidates[0] ?? null;
  }

  private hearManifest(from: string, instance: string, manifest: Manifest): void {
    if (from !== manifest.id) {
      this.logger.warn({ from, claims: manifest.id }, 'an announcement under the name of another service was dropped');
      return;
    }
    this.presence.hear(manifest.id, instance);
    if (!this.manifests.has(manifest.id)) void this.configs.read(manifest.id);
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
    if (!this.roll.isDue(from, hash)) return;
    this.callRoll();
    if (this.unread().includes(from))
      this.logger.warn({ assistant: from }, 'its manifest is announced and cannot be read; is it of a newer release?');
  }

  private callRoll(): void {
    this.bus.announce(callRoll, { gateway: this.bus.identity.instance });
  }

  private learn(): void {
    if (this.manifests.size === 0) return;
    const manifests = this.routables();
    this.router.learn(
      [...this.manifests.values()].map(({ manifest: { id }, hash }, at) => ({
        manifest: manifests[at]!,
        hash: learnable(hash, this.configs.current(id).version),
      })),
    );
  }
}

/** What the router learned of an assistant: its manifest, and what was configured on top of it. */
const learnable = (hash: string, configVersion: number): string => `${hash}.${configVersion}`;

/** Whether one semantic version is lower than another; during a rolling release both are announced, and the newer one counts. */
function olderThan(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number));
  for (let place = 0; place < 3; place++) if (a![place] !== b![place]) return a![place]! < b![place]!;
  return false;
}
