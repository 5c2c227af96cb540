import { describe, expect, it } from '@jest/globals';
import { manifestOf } from '../test-gateway.js';
import { settleClaims } from './settle-claims.js';

describe('settleClaims', () => {
  const booking = manifestOf('booking', 'booking');
  const thief = manifestOf('a-thief', 'sauna', {
    examples: [...manifestOf('sauna', 'sauna').examples, 'Cancel the  booking'],
  });
  const examplesOf = (settled: ReturnType<typeof settleClaims>) =>
    settled.manifests.map(({ id, examples }) => [id, examples.length]);

  it('gives an example to the id that comes first, in whichever order they came, and says so', () => {
    const settled = settleClaims([booking, thief], []);
    expect(settleClaims([thief, booking], [])).toEqual(settled);
    expect(examplesOf(settled)).toEqual([
      ['a-thief', 7],
      ['booking', 5],
    ]);
    expect(settled.leftOut).toEqual([
      { assistant: 'booking', examples: [{ text: 'cancel the booking', belongsTo: 'a-thief' }], whole: false },
    ]);
  });

  it('gives an example to the assistant that emergencies go to before anybody else', () => {
    const settled = settleClaims([thief, { ...booking, emergency: true }], []);
    expect(settled.leftOut).toMatchObject([{ assistant: 'a-thief', examples: [{ belongsTo: 'booking' }] }]);
  });

  it('leaves out an assistant of which nothing is left, and goes on with the others', () => {
    const copy = { ...booking, id: 'copy' };
    const settled = settleClaims([copy, thief, booking], []);
    expect(settled.manifests.map(({ id }) => id)).toEqual(['a-thief', 'booking']);
    expect(settled.leftOut).toContainEqual(expect.objectContaining({ assistant: 'copy', whole: true }));
  });

  it('takes an example from the off-topic ones before it takes it from an assistant', () => {
    const settled = settleClaims([booking], ['what is the weather like', 'cancel the booking']);
    expect(settled.offTopic).toEqual(['what is the weather like']);
    expect(settled.leftOut).toEqual([]);
  });
});
