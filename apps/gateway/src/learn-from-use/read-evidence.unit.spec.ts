import { describe, expect, it } from '@jest/globals';
import type { AssistantChosen, FeedbackGiven } from '#contracts';
import { MemoryEventStore, streamOf } from '#event-store';
import { newTraceId, uuidV7 } from '#kernel';
import { readEvidence } from './read-evidence.js';

const about = {
  query: 'Where do I  park?',
  asker: 'staff' as const,
  actor: 'desk',
  assistant: 'booking',
  routed: true,
};

describe('readEvidence', () => {
  async function recorded(events: { type: string; actor: string; data: object }[]) {
    const store = new MemoryEventStore();
    for (const { type, actor, data } of events) {
      const category = type === 'assistant-chosen' ? 'choice' : 'feedback';
      const event = { type, version: 1, data, actor, traceId: newTraceId() };
      await store.append(streamOf(category, uuidV7()), 'no-stream', [event]);
    }
    return (await readEvidence(store)).map(({ text, assistant, actor, staff, how }) => [
      how,
      text,
      assistant,
      actor,
      staff,
    ]);
  }
  const feedback = (answerId: string, more: Partial<FeedbackGiven> = {}, actor = 'desk') => ({
    type: 'feedback-given',
    actor,
    data: { feedbackId: uuidV7(), answerId, helpful: true, reason: null, comment: null, about, ...more },
  });

  it('reads a tap as what its key said of the question', async () => {
    const data: AssistantChosen = {
      answerId: 'a',
      query: 'It is STUCK again',
      asker: 'member',
      assistant: 'tech',
      offered: ['tech', 'booking'],
    };
    expect(await recorded([{ type: 'assistant-chosen', actor: 'kiosk', data }])).toEqual([
      ['chosen', 'it is stuck again', 'tech', 'kiosk', false],
    ]);
  });

  it('reads a helpful answer that the router alone decided, by whoever asked', async () => {
    expect(await recorded([feedback('a')])).toEqual([['helpful', 'where do i park?', 'booking', 'desk', true]]);
  });

  it.each<[string, Partial<FeedbackGiven>, string]>([
    ['of somebody else', {}, 'another-desk'],
    ['on an answer that the asker chose, or that may be an emergency', { about: { ...about, routed: false } }, 'desk'],
    ['on an answer whose record waited', { about: null }, 'desk'],
    ['of before the router learned from it', { about: undefined }, 'desk'],
    ['that it was incomplete', { helpful: false, reason: 'incomplete' }, 'desk'],
  ])('reads nothing in feedback %s', async (_, more, actor) => {
    expect(await recorded([feedback('a', more, actor)])).toEqual([]);
  });

  it('counts the last word of a key on an answer, but never takes back that it was the wrong assistant', async () => {
    const unhelpful = { helpful: false, reason: 'other' };
    const wrong = { helpful: false, reason: 'wrong-assistant' };
    expect(await recorded([feedback('a'), feedback('a', unhelpful)])).toEqual([]);
    expect(await recorded([feedback('a', unhelpful), feedback('a')])).toHaveLength(1);
    const taken = await recorded([feedback('a', wrong), feedback('a')]);
    expect(taken).toEqual([['wrong', 'where do i park?', 'booking', 'desk', true]]);
    expect((await recorded([feedback('a', wrong, 'anybody')]))[0]![0]).toBe('wrong');
  });
});
