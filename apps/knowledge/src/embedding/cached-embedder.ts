import { createHash } from 'node:crypto';
import type { Embedder, EmbedOptions } from '#ai';
import type { Cache } from '#platform/cache';

/** Seconds: a week. What a model makes of a text never changes; this only bounds what is kept. */
const keptFor = 604_800;

/**
 * Remembers what a provider made of a text, so that a question asked before costs no call. A cache that is away or slow
 * is a cache that holds nothing.
 */
export class CachedEmbedder implements Embedder {
  constructor(
    private readonly embedder: Embedder,
    private readonly cache: Pick<Cache, 'get' | 'set'>,
    private readonly onProblem: (problem: unknown) => void,
  ) {}

  get id(): string {
    return this.embedder.id;
  }

  get dimensions(): number {
    return this.embedder.dimensions;
  }

  async embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]> {
    const known = await Promise.all(texts.map((text) => this.lookUp(text)));
    const missing = texts.filter((_, index) => known[index] === undefined);
    const made = missing.length === 0 ? [] : await this.embedder.embed(missing, options);
    missing.forEach((text, index) => this.keep(text, made[index]!));
    let next = 0;
    return known.map((vector) => vector ?? made[next++]!);
  }

  private async lookUp(text: string): Promise<Float32Array | undefined> {
    try {
      const bytes = await this.cache.get(this.keyOf(text));
      if (bytes?.length !== 4 * this.dimensions) return undefined;
      return Float32Array.from({ length: this.dimensions }, (_, index) => bytes.readFloatLE(4 * index));
    } catch (problem) {
      this.onProblem(problem);
      return undefined;
    }
  }

  /** Nobody waits for it. */
  private keep(text: string, vector: Float32Array): void {
    const bytes = Buffer.alloc(4 * vector.length);
    vector.forEach((value, index) => bytes.writeFloatLE(value, 4 * index));
    this.cache.set(this.keyOf(text), bytes, keptFor).catch(this.onProblem);
  }

  private keyOf(text: string): string {
    return `knowledge:embedding:${this.id}:${createHash('sha256').update(text, 'utf8').digest('base64url')}`;
  }
}
