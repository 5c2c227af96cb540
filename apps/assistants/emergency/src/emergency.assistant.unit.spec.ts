import { describe, expect, it } from '@jest/globals';
import type { Ask, Club, Section } from '#assistant-kit';
import { addressLine, emergency, firstMinute } from './emergency.assistant.js';

const site = (id: string, address: string): Club['sites'][number] => ({
  id,
  name: `Owl ${id}`,
  address,
  phone: '555-0110',
  aliases: [],
  assemblyPoint: 'the bike racks',
  aed: 'by the green',
});
const club: Club = {
  id: 'owl',
  name: 'Owl Golf',
  timezone: 'America/New_York',
  phones: { emergency: '911', dutyManager: '555-0199', desk: '555-0100' },
  sites: [site('harbor', '14 Quay Street'), site('mill', 'Unit 3, 220 Spinner Lane')],
};
const ask = (at?: string): Ask => ({
  answerId: 'a',
  query: 'he fell',
  asker: 'staff',
  ...(at === undefined ? {} : { site: at }),
});

const card = (sop: string, lead: string): Section => ({
  passage: {
    sop,
    version: 1,
    title: 't',
    heading: 'h',
    text: lead,
    start: 0,
    end: lead.length,
    score: 1,
    similarity: 1,
    coverage: 1,
    likelihood: 1,
  },
  blocks: [{ kind: 'lead', text: lead, start: 0, end: lead.length }],
  onlyAt: [],
  afterwards: false,
});

describe('the address for the crew', () => {
  const lead = 'Call 911 and say: Owl Golf, Unit 3, 220 Spinner Lane.';

  it('is read from the card of the site', () =>
    expect(addressLine(ask('mill'), club)?.line(card('site-card-mill', lead))).toEqual({
      text: 'Address for 911: Owl Golf, Unit 3, 220 Spinner Lane.',
      from: lead,
    }));

  it('is not taken from the card of another site, nor from one without this address', () => {
    expect(addressLine(ask('mill'), club)?.line(card('site-card-harbor', lead))).toBeUndefined();
    expect(
      addressLine(ask('mill'), club)?.line(card('site-card-mill', 'Call 911 and say: Owl Golf, 1 Old Road.')),
    ).toBeUndefined();
  });

  it('is left out where the site is not known', () => expect(addressLine(ask(), club)).toBeUndefined());
});

describe('the first minute without any procedure', () => {
  it('calls for help first and says where the site is', () => {
    const text = firstMinute(ask('mill'), club);
    expect(text.split('\n')[0]).toBe('1. Call 911 now and say where you are.');
    expect(text).toContain('Unit 3, 220 Spinner Lane. AED: by the green. Assembly point: the bike racks.');
    expect(text).not.toContain('14 Quay Street');
  });

  it.each([
    ['fire', 'Use no elevator', {}, 'there is fire'],
    ['gas', 'Touch no switch', {}, 'smell of gas'],
    ['what the gateway is certain of', 'get behind a locked door, and do not argue', { emergency: 'violence' }, 'hm'],
    ['what nobody knows', 'Get everyone out of danger', {}, 'hm'],
  ])('says what to do in case of %s', (_, advice, told, query) =>
    expect(firstMinute({ ...ask('mill'), ...told, query }, club).split('\n')[1]).toContain(advice),
  );

  it('names every site where it is not known which', () =>
    expect(firstMinute(ask(), club)).toMatch(/14 Quay Street[\s\S]*220 Spinner Lane/));
});

describe('the rules of the emergency assistant', () => {
  const { policy } = emergency;
  const situation = { club, title: 'Fire' } as Parameters<typeof policy.priority>[0];

  it('is always urgent, always goes to 911, and is never worded by a model', () => {
    expect(policy.priority(situation)).toBe('urgent');
    expect(policy.escalation?.(situation)).toEqual({ to: '911', reason: 'Emergency: Fire', how: 'Call 911' });
    expect(policy).toMatchObject({ mayUseModel: false, sayOpens: false });
  });
});
