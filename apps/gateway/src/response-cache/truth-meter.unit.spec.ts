import { describe, expect, it } from '@jest/globals';
import type { AnswerPart } from '#contracts';
import { answerOf, partsSaying } from './test-answers.js';
import { TruthMeter } from './truth-meter.js';

async function* saying(parts: readonly AnswerPart[]): AsyncGenerator<AnswerPart> {
  await Promise.resolve();
  yield* parts;
}

/** Considers one hit and waits until it was compared. */
async function consider(kept = answerOf('$40'), parts: readonly AnswerPart[] = partsSaying('$40'), random = 0) {
  const wrong: string[] = [];
  const meter = new TruthMeter({ share: 0.5, random: () => random, onFalse: (key) => void wrong.push(key) });
  let asked = 0;
  const { promise: over, resolve } = Promise.withResolvers<void>();
  meter.consider('k', kept, async function* () {
    asked += 1;
    try {
      yield* saying(parts);
    } finally {
      resolve();
    }
  });
  if (asked > 0 || random < 0.5) await over.then(() => new Promise(setImmediate));
  return { statistics: meter.statistics(), asked, wrong };
}

describe('the truth meter', () => {
  it('makes an answer anew and finds it the same', async () => {
    const { statistics, wrong } = await consider();
    expect([statistics, wrong]).toEqual([{ checked: 1, false: 0, undecided: 0 }, []]);
  });

  it('counts one that is another now, and says which', async () => {
    const { statistics, wrong } = await consider(answerOf('$35'));
    expect([statistics, wrong]).toEqual([{ checked: 1, false: 1, undecided: 0 }, ['k']]);
  });

  it('does not hold other words of a model against it, only other spans', async () => {
    const model = { composedBy: 'model:m' };
    const same = await consider(answerOf('forty', model), partsSaying('It is 40', model));
    expect(same.statistics.false).toBe(0);
    const source = { sop: 'a', version: 1, title: 'A', heading: 'B', quote: 'c', start: 0, end: 1 };
    const other = await consider(answerOf('forty', { ...model, sources: [source] }), partsSaying('forty', model));
    expect(other.statistics.false).toBe(1);
  });

  it('does not hold another order of the spans against a model', async () => {
    const model = { composedBy: 'model:m' };
    const [one, two] = ['a', 'b'].map((sop) => ({
      sop,
      version: 1,
      title: 'A',
      heading: 'B',
      quote: 'c',
      start: 0,
      end: 1,
    }));
    const cited = [two!, one!].map((source) => ({ type: 'source-add' as const, source }));
    const { statistics } = await consider(
      answerOf('x', { ...model, sources: [one!, two!] }),
      partsSaying('y', model, cited),
    );
    expect(statistics).toEqual({ checked: 1, false: 0, undecided: 0 });
  });

  it.each<[string, AnswerPart[]]>([
    ['knowledge has moved on', partsSaying('$45', { knowledge: 'k2' })],
    ['something was not available', partsSaying('$45', { degraded: ['model-unavailable'] })],
  ])('decides nothing where %s', async (_, parts) => {
    expect((await consider(answerOf('$40'), parts)).statistics).toEqual({ checked: 0, false: 0, undecided: 1 });
  });

  it('leaves the others alone', async () => {
    expect(await consider(answerOf('$35'), partsSaying('$40'), 0.5)).toMatchObject({ asked: 0, wrong: [] });
  });
});
