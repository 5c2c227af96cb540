import { beforeEach, describe, expect, test } from '@jest/globals';
import type { EmbedOptions } from '#ai';
import { Deadline, fail } from '#kernel';
import { FakeClock } from '#testing';
import { GuardedEmbedder } from './guarded-embedder.js';

describe('GuardedEmbedder', () => {
  let clock: FakeClock;
  let calls: EmbedOptions[];
  let problems: unknown[];
  let works: boolean;
  let guarded: GuardedEmbedder;

  beforeEach(() => {
    clock = new FakeClock();
    calls = [];
    problems = [];
    works = true;
    const embedder = {
      id: 'test',
      dimensions: 2,
      embed: (texts: readonly string[], options: EmbedOptions = {}) => {
        calls.push(options);
        if (!works) return Promise.reject(fail('unavailable', 'The model cannot be used.'));
        return Promise.resolve(texts.map(() => Float32Array.of(1, 0)));
      },
    };
    guarded = new GuardedEmbedder(embedder, { withinMs: 1000, clock, onProblem: (problem) => problems.push(problem) });
  });

  const embed = async (times = 1) => {
    for (let done = 1; done < times; done += 1) await guarded.embed(['a']);
    return guarded.embed(['a']);
  };

  test('gives what the embedder gives', async () => {
    expect(await guarded.embed(['a', 'b'])).toHaveLength(2);
  });

  test('gives it no longer than it may take, and no more than half of what is left', async () => {
    await guarded.embed(['a'], { deadline: Deadline.in(10_000, clock) });
    await guarded.embed(['a'], { deadline: Deadline.in(300, clock) });
    expect(calls.map(({ deadline }) => deadline!.remaining())).toEqual([1000, 150]);
  });

  test('gives nothing when it fails, and says so', async () => {
    works = false;
    expect(await embed()).toBeUndefined();
    expect(problems).toMatchObject([{ failure: { code: 'unavailable' } }]);
  });

  test('asks nobody while it keeps failing, and one in five seconds whether it works again', async () => {
    works = false;
    await embed(10);
    expect(calls).toHaveLength(3);
    clock.advance(5000);
    await embed(10);
    expect(calls).toHaveLength(4);
    works = true;
    clock.advance(5000);
    expect(await embed()).toHaveLength(1);
    await embed(10);
    expect(calls).toHaveLength(15);
  });

  test('ends with the caller, which is no failure of the embedder', async () => {
    const reason = fail('cancelled', 'The caller has left.');
    await expect(guarded.embed(['a'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(problems).toEqual([]);
  });
});
