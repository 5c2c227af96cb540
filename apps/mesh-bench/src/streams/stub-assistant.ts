import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { announceManifest, announcePresence, answerQuery, manifestSchema, type AnswerPart } from '#contracts';
import { createLogger } from '#platform/logging';
import { BusStrategy, MessageBus, type BusContext } from '#platform/messaging';
import type { Mesh } from '#testing/mesh';

const id = 'stub';
const presenceEveryMs = 2000;

const manifest = manifestSchema.parse({
  id,
  version: '1.0.0',
  label: 'Stub',
  answers: 'nothing but what a benchmark has it say',
  keywords: [],
  examples: Array.from({ length: 6 }, (_, index) => `benchmark phrase number ${index} of the stub`),
  sites: [],
  timeouts: { answerMs: 9500 },
});

/** The tokens of an answer, each given out when its time has come. */
export type Tokens = (context: BusContext) => AsyncIterable<string>;

/** An assistant that stands for a model's provider: it says the tokens it is told to, as they come. */
export class StubAssistant {
  tokens: Tokens = async function* () {
    await Promise.resolve();
    yield 'nothing';
  };
  private readonly presence: NodeJS.Timeout;

  private constructor(
    private readonly bus: MessageBus,
    private readonly strategy: BusStrategy,
  ) {
    const { instance } = bus.identity;
    this.presence = setInterval(
      () => bus.announce(announcePresence, { instance, manifestHash: manifest.version }),
      presenceEveryMs,
    );
    strategy.onStream(answerQuery, (_ask, context) => this.answer(context));
  }

  /** Joins a mesh, and resolves once its gateway routes to it. */
  static async join(mesh: Mesh): Promise<StubAssistant> {
    const secrets = JSON.parse(await readFile(join(mesh.folder, 'secrets.json'), 'utf8')) as {
      principalSecret: string;
    };
    const bus = await MessageBus.connect({
      url: mesh.run.natsUrl,
      service: id,
      instance: `${id}-1`,
      principalSecret: secrets.principalSecret,
      logger: createLogger({ service: id, instance: `${id}-1`, level: 'error' }),
    });
    const stub = new StubAssistant(bus, new BusStrategy({ bus }));
    await new Promise<void>((done, failed) => stub.strategy.listen((error) => (error ? failed(error) : done())));
    bus.announce(announceManifest, { instance: bus.identity.instance, manifest, manifestHash: manifest.version });
    while (!(await isRouted(mesh))) await pause(200);
    return stub;
  }

  async close(): Promise<void> {
    clearInterval(this.presence);
    await this.strategy.close();
    await this.bus.drain();
  }

  private async *answer(context: BusContext): AsyncGenerator<AnswerPart> {
    yield { type: 'answer-start', assistant: id, version: manifest.version };
    for await (const text of this.tokens(context)) yield { type: 'text-delta', text };
    const about = { category: 'information', priority: 'low', confidence: 1, composedBy: 'stub' } as const;
    yield { type: 'answer-end', ...about, degraded: [], timings: {} };
  }
}

async function isRouted(mesh: Mesh): Promise<boolean> {
  const response = await mesh.fetch('/assistants');
  const { assistants } = (await response.json()) as { assistants: { id: string; routed: boolean }[] };
  return assistants.some((one) => one.id === id && one.routed);
}
