import type { Club, Passage } from '#contracts';
import type { AssistantPolicy } from '../policy.js';
import type { Candidate } from '../answer/judge.js';

export const club: Club = {
  id: 'owl',
  name: 'Owl Golf',
  timezone: 'America/New_York',
  phones: { emergency: '911', dutyManager: '555-0199', desk: '555-0100' },
  sites: [
    {
      id: 'harbor',
      name: 'Owl Harbor',
      address: '14 Quay Street',
      phone: '555-0110',
      aliases: [],
      assemblyPoint: 'the kiosk',
      aed: 'beside the inner door',
    },
    {
      id: 'mill',
      name: 'Owl Mill',
      address: 'Unit 3',
      phone: '555-0120',
      aliases: [],
      assemblyPoint: 'the bike racks',
      aed: 'by the green',
    },
    {
      id: 'summit',
      name: 'Owl Summit',
      address: '41 Ridge Road',
      phone: '555-0130',
      aliases: [],
      assemblyPoint: 'the bus shelter',
      aed: 'between bays 2 and 3',
    },
  ],
};

export const policy: AssistantPolicy = { priority: () => 'medium' };

/** A passage whose text begins at `start` of its SOP's body. */
export const passageOf = (text: string, rest: Partial<Passage> = {}): Passage => {
  const start = rest.start ?? 100;
  return {
    sop: 'door-and-access',
    version: 3,
    title: 'Door codes and getting in',
    heading: 'The door code did not arrive',
    score: 1,
    similarity: 0.8,
    coverage: 1,
    likelihood: 0,
    ...rest,
    text,
    start,
    end: start + text.length,
  };
};

export const candidateOf = (text: string, rest: Partial<Passage> = {}, confidence = 0.9): Candidate => ({
  passage: passageOf(text, rest),
  confidence,
});

export const doorCode = `The code comes by text and email 60 minutes before the start.

1. Look in the app, your texts and the spam folder.
2. Still nothing? Call 555-0100.
3. **Desk:** console, Bookings: check the number, then Resend code.

> Say: Your code is in the app under My booking.`;
