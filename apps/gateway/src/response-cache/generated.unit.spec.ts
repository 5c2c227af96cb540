import { describe, expect, it } from '@jest/globals';
import type { AnswerPart } from '#contracts';
import { Kept, partsOfCached } from './cached-answer.js';
import { keptOf } from './generated.js';
import { mayBeKept } from './kept-answers.js';
import { booking, decided, partsSaying } from './test-answers.js';

const escalation = { to: 'duty-manager', reason: 'r', how: 'call' };
const raised: AnswerPart = { type: 'escalation-raise', escalation };
const keep = (parts: readonly AnswerPart[]) => keptOf({ answerId: 'first', parts });

/** What was made from what is said to whoever keeps it, once. */
const withoutProvenance = (part: AnswerPart): object =>
  part.type === 'answer-end' ? { ...part, knowledge: undefined, composer: undefined } : part;

describe('what is kept of an answer', () => {
  const source = { sop: 'a', version: 2, title: 'A', heading: 'B', quote: 'c', start: 0, end: 1 };
  const action = { by: 'desk' as const, name: 'follow-step', label: 'Do it' };
  const whole = partsSaying('$40', {}, [
    { type: 'source-add', source },
    { type: 'action-add', action },
  ]);

  it('is everything that it was made of, and gives the same parts again', () => {
    const kept = keep(whole);
    expect(kept).toMatchObject({ knowledge: 'k1', composer: 'c1', assistantVersion: '1.0.0', sources: [source] });
    expect([...partsOfCached(kept!)]).toEqual(whole.map((part) => withoutProvenance(part)));
    expect(Kept.read(new Kept(kept!).text)?.answer).toEqual(kept);
  });

  it.each<[string, AnswerPart[]]>([
    ['it has no end', whole.slice(0, -1)],
    ['it has no start', whole.slice(1)],
    ['something was not available', partsSaying('$40', { degraded: ['model-unavailable'] })],
    ['a person takes over', partsSaying('$40', {}, [raised])],
    ['it is an escalation', partsSaying('$40', { category: 'escalation' })],
    ['nobody knows which knowledge it was made from', partsSaying('$40', { knowledge: undefined })],
    ['nobody knows what made it', partsSaying('$40', { composer: undefined })],
  ])('is nothing where %s', (_, parts) => {
    expect(keep(parts)).toBeNull();
  });

  it.each(['', '{', 'null', '{"answerId":"a"}', '[]'])('is not read from %j', (text) => {
    expect(Kept.read(text)).toBeNull();
  });
});

describe('an answer may be given to somebody else', () => {
  const ask = (query: string) => ({ answerId: 'a', query, asker: 'staff' as const });
  const danger = { certainty: 'suspected' as const, kind: 'fire', likelihood: 0.4 };

  it('where an assistant answers an everyday question, even one that was not heard lately', () => {
    expect(mayBeKept(ask('how much is a bay'), decided())).toBe(true);
    expect(mayBeKept(ask('how much is a bay'), decided({ away: 'silent' }))).toBe(true);
    expect(mayBeKept(ask('how much is a bay'), decided({ danger }))).toBe(true);
  });

  it.each([
    ['nobody answers', decided({ assistant: null })],
    ['the assistant is switched off', decided({ away: 'disabled' })],
    ['it goes to the emergency assistant', decided({ assistant: { ...booking, emergency: true } })],
    ['it is an emergency', decided({ emergency: 'fire' })],
    ['it sounds like one for certain', decided({ danger: { ...danger, certainty: 'certain' } })],
    ['the asker was asked whether it is one', decided({ told: false })],
  ])('not where %s', (_, decision) => {
    expect(mayBeKept(ask('how much is a bay'), decision)).toBe(false);
  });

  it.each([
    'call me on 555 123 4567',
    'my name is ann smith',
    'i am ann@example.com',
    'my code 482913 fails',
    'my code ４８２９１３ fails',
  ])('not where the question identifies somebody: %s', (query) => {
    expect(mayBeKept(ask(query), decided())).toBe(false);
  });
});
