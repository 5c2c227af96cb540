import { NestFactory } from '@nestjs/core';
import { Module, type INestMicroservice } from '@nestjs/common';
import { knowledgeService, searchKnowledge } from '#contracts';
import { BusStrategy, MessageBus } from '#platform/messaging';
import type { SopFile } from './sop-folder.js';
import { StandInSearch } from './stand-in-search.js';

@Module({})
class StandInModule {}

/** Speaks the knowledge service's side of the protocol, from one folder of SOPs, and can be made to keep silent. */
export class StandInKnowledge {
  /** Searches that were taken. */
  searches = 0;
  /** Searches that were left while they were held back. */
  cancelled = 0;
  private held: { readonly released: Promise<void>; readonly release: () => void } | undefined;

  private constructor(
    private readonly app: INestMicroservice,
    private readonly bus: MessageBus,
  ) {}

  static async start(url: string, principalSecret: string, sops: readonly SopFile[]): Promise<StandInKnowledge> {
    const bus = await MessageBus.connect({ url, service: knowledgeService, instance: 'stand-in', principalSecret });
    const search = new StandInSearch(sops);
    const strategy = new BusStrategy({ bus, graceMs: 0 });
    const app = await NestFactory.createMicroservice(StandInModule, { strategy, logger: false });
    const standIn = new StandInKnowledge(app, bus);
    strategy.onRequest(searchKnowledge, async ({ query, site, limit }, { signal }) => {
      standIn.searches += 1;
      if (standIn.held) await standIn.untilReleasedOrLeft(standIn.held.released, signal);
      return { passages: search.search(query, { site, limit }), knowledgeVersion: 1 };
    });
    await app.listen();
    await bus.flush();
    return standIn;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.bus.drain();
  }

  /** From now on searches are taken and not answered. */
  hold(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.held = { released: promise, release: resolve };
  }

  /** Answers what is held back, and what comes from now on. */
  release(): void {
    this.held?.release();
    this.held = undefined;
  }

  private async untilReleasedOrLeft(released: Promise<void>, signal: AbortSignal): Promise<void> {
    const { promise: left, resolve } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => {
      this.cancelled += 1;
      resolve();
    });
    await Promise.race([released, left]);
  }
}
