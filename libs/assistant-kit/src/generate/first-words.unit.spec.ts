import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FallbackChat, GuardedModel, MemoryLedger, type ChatProvider, type ProviderPart } from '#ai';
import { Deadline, newTraceContext } from '#kernel';
import { composeAnswer } from '../compose/compose-answer.js';
import { candidateOf, club, doorCode, policy } from '../testing/examples.js';
import { wordWith } from './word-answer.js';

const question = { ask: { answerId: 'a', query: 'where is my code', asker: 'member' as const }, club, policy };
const draft = composeAnswer(question, { chosen: [candidateOf(doorCode)], near: [] });
const limits = { strikes: 3, restMs: 1000, firstPieceMs: 1000, gapMs: 1000, stallMs: 500, concurrency: 2 };

/** Says one word, and then nothing. */
const saying = (text: string): ChatProvider => ({
  provider: 'stub',
  model: 'stub',
  load: () => Promise.resolve(),
  lookUp: () => Promise.resolve(),
  async *stream(): AsyncGenerator<ProviderPart> {
    yield await Promise.resolve({ type: 'text-delta', text });
    await new Promise(() => undefined);
  },
});

describe('the first words of a model', () => {
  // None of them is ever advanced: whoever waits for one waits for ever.
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] }));
  afterEach(() => void jest.useRealTimers());

  const firstOf = async (text: string): Promise<string | undefined> => {
    const ledger = new MemoryLedger(1_000_000);
    const model = new FallbackChat([
      new GuardedModel(saying(text), { limits, prices: { input: 1, output: 1 }, ledger }),
    ]);
    const call = {
      deadline: Deadline.in(5_000),
      trace: newTraceContext(),
      principal: { id: 'x', kind: 'member' as const },
      requestId: 'r',
    };
    let said: string | undefined;
    const wording = wordWith(model, { warn: () => undefined })(question, draft, call);
    void Promise.resolve(wording.next()).then(({ value }) => (said = (value as { text: string }).text));
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    return said;
  };

  it('are said without waiting for a timer, through breaker, budget, patience and gate', async () => {
    expect(await firstOf('The')).toBe('The');
  });

  it('are held where they may claim something', async () => {
    expect(await firstOf('60')).toBeUndefined();
  });
});
