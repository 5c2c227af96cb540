import { describe, expect, it } from '@jest/globals';
import type { Club } from '#assistant-kit';
import { answersFrom } from './procedures.js';

const club = { sites: [{ id: 'mill' }] } as unknown as Club;
const from = (query: string, emergency?: string): readonly string[] | undefined =>
  answersFrom({ answerId: 'a', query, asker: 'staff', ...(emergency === undefined ? {} : { emergency }) }, club);

describe('the procedures that may answer', () => {
  it.each([
    ["someone od'd in the washroom", 'unspecified'],
    ['he went all strange by the sink', 'unspecified'],
    ['the pipe burst and he is unconscious', 'medical'],
    ['passed out after the lights went off', 'medical'],
    ['stuck in the lift, the power is out', 'trapped'],
    ['she is on something in the toilet', undefined],
  ])('never tell how to stop water or get power back: "%s"', (query, emergency) => {
    const sops = from(query, emergency);
    expect(sops).not.toContain('water-leak-and-flood');
    expect(sops).not.toContain('power-loss');
  });

  it('are those of the kind that the gateway is certain of, and the first minute', () => {
    expect(from('hm', 'gas')).toEqual(['gas-smell', 'emergency-first-minute']);
    expect(from('water is coming through the ceiling', 'water')).toEqual([
      'water-leak-and-flood',
      'emergency-first-minute',
    ]);
  });

  it.each([
    ['he got an electric shock', 'power-loss'],
    ['she burned her hand', 'fire-and-smoke'],
    ['he wants to kill himself', 'violence-and-threats'],
    ['his arm is stuck in the machine and bleeding', 'trapped-person'],
  ])('are those of the cause as well, where a body came to harm: "%s"', (query, sop) =>
    expect(from(query, 'medical')).toContain(sop),
  );

  it('have the card of a site for whoever asks where something is', () => {
    expect(from('he collapsed', 'medical')).not.toContain('site-card-mill');
    expect(from('he collapsed, where is the AED', 'medical')).toContain('site-card-mill');
  });

  it('are all of them for a question that tells of nobody and nothing', () =>
    expect(from('where do i turn the water off')).toBeUndefined());

  it('are those about water for somebody who tells of water', () =>
    expect(from('customer asks who pays the plumber')).toContain('water-leak-and-flood'));
});
