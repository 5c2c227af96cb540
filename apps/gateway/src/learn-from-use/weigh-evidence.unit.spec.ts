import { describe, expect, it } from '@jest/globals';
import type { LearnedExample } from '#contracts';
import type { Said } from './read-evidence.js';
import { idOf, weighEvidence, type Around, type Decided } from './weigh-evidence.js';

const text = 'where do i park';
const around: Around = {
  most: new Map([
    ['booking', 10],
    ['tech', 10],
  ]),
  isTaken: (one) => one === 'cancel the booking',
  voicesNeeded: 2,
};
const said = (actor: string, more: Partial<Said> = {}): Said => ({
  text,
  assistant: 'booking',
  actor,
  staff: true,
  how: 'chosen',
  at: '2026-11-22T10:00:00.000Z',
  ...more,
});
const decided = (decision: 'accept' | 'refuse', more: Partial<Decided> = {}): Decided => {
  const about = { assistant: 'booking', text, ...more };
  const at = '2026-11-22T11:00:00.000Z';
  return { id: idOf(about.assistant, about.text), decision, by: 'manager', at, reason: 'a spec', ...about };
};
const states = (list: readonly LearnedExample[]) => list.map(({ assistant, state }) => `${assistant}: ${state}`);
const weighed = async (all: readonly Said[], words: readonly Decided[] = []) =>
  states(await weighEvidence(all, words, around));

describe('weighEvidence', () => {
  it('takes two keys that say the same; one key that says it a hundred times is one', async () => {
    expect(await weighed(Array.from({ length: 100 }, () => said('desk')))).toEqual(['booking: waiting']);
    expect(await weighed([said('desk'), said('phone', { how: 'helpful' })])).toEqual(['booking: agreed']);
  });

  it('takes all keys that members use for one', async () => {
    const members = ['kiosk-1', 'kiosk-2', 'kiosk-3'].map((actor) => said(actor, { staff: false }));
    expect(await weighed(members)).toEqual(['booking: waiting']);
    expect(await weighed([...members, said('desk')])).toEqual(['booking: agreed']);
    expect(await weighed([said('desk'), said('desk', { staff: false })])).toEqual(['booking: waiting']);
  });

  it('leaves out what others took elsewhere, and what somebody called the wrong assistant', async () => {
    const agreed = [said('desk'), said('phone')];
    expect((await weighed([...agreed, said('kiosk', { assistant: 'tech', staff: false })])).sort()).toEqual([
      'booking: contradicted',
      'tech: contradicted',
    ]);
    expect(await weighed([...agreed, said('kiosk', { how: 'wrong' })])).toEqual(['booking: contradicted']);
  });

  it('leaves out what is somebody’s example already', async () => {
    const taken = { text: 'cancel the booking' };
    expect(await weighed([said('desk', taken), said('phone', taken)])).toEqual(['booking: known']);
    expect(await weighed([said('desk', taken)], [decided('accept', taken)])).toEqual(['booking: known']);
  });

  it.each([
    ['one word', 'parking'],
    ['a story', 'and then he said '.repeat(20)],
    ['what was left out of the record', 'call me back at [phone] please'],
    ['a name that was', 'the booking of mr [name] please'],
  ])('leaves out %s', async (_, unteachable) => {
    expect(await weighed([said('desk', { text: unteachable }), said('phone', { text: unteachable })])).toEqual([]);
  });

  it('teaches nothing to an assistant that is not there, or that emergencies go to', async () => {
    const elsewhere = { assistant: 'emergency' };
    expect(await weighed([said('desk', elsewhere), said('phone', elsewhere)])).toEqual([]);
  });

  it('a manager’s word counts more than any voices, the latest one most', async () => {
    const agreed = [said('desk'), said('phone')];
    expect(await weighed(agreed, [decided('refuse')])).toEqual(['booking: refused']);
    expect(await weighed([said('desk')], [decided('accept')])).toEqual(['booking: agreed']);
    expect(await weighed([], [decided('accept')])).toEqual(['booking: agreed']);
    const torn = [...agreed, said('kiosk', { assistant: 'tech' })];
    expect(await weighed(torn, [decided('accept')])).toEqual(['booking: agreed', 'tech: contradicted']);
    expect(await weighed(torn, [decided('refuse', { assistant: 'tech' })])).toContain('booking: agreed');
    const later = decided('accept', { assistant: 'tech', at: '2026-11-22T12:00:00.000Z' });
    expect((await weighed([], [decided('accept'), later])).sort()).toEqual(['booking: contradicted', 'tech: agreed']);
  });

  it('keeps the newest where there are too many, and before them what managers accepted', async () => {
    const on = (day: number) => ({ text: `question number ${day}`, at: `2026-11-${10 + day}T10:00:00.000Z` });
    const all = [1, 2, 3, 4].flatMap((day) => [said('desk', on(day)), said('phone', on(day))]);
    const accepted = decided('accept', { text: on(1).text });
    const list = await weighEvidence(all, [accepted], { ...around, most: new Map([['booking', 2]]) });
    expect(list.map((one) => [one.text, one.state])).toEqual([
      ['question number 1', 'agreed'],
      ['question number 4', 'agreed'],
      ['question number 3', 'surplus'],
      ['question number 2', 'surplus'],
    ]);
  });

  it('comes to the same, in whichever order it was said at one moment', async () => {
    const all = ['a b', 'c d', 'e f'].flatMap((one) => [said('desk', { text: one }), said('phone', { text: one })]);
    const most = new Map([['booking', 2]]);
    expect(await weighEvidence(all.toReversed(), [], { ...around, most })).toEqual(
      await weighEvidence(all, [], { ...around, most }),
    );
  });
});
