import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { emergencyKinds, readDanger } from '#routing';
import { readEmergencyKinds, type KindOfEmergency } from '#testing/club';

const root = join(import.meta.dirname, '../../../..');
const right = (messages: readonly KindOfEmergency[]): KindOfEmergency[] =>
  messages.filter(({ text, kinds }) => kinds.includes(readDanger(text).kind));

describe('the kind of an emergency', () => {
  const development = readEmergencyKinds(root, 'development');
  const heldOut = readEmergencyKinds(root, 'held-out');

  it('is labeled with one that there is', () => {
    const known: readonly string[] = emergencyKinds;
    expect([...development, ...heldOut].flatMap(({ kinds }) => kinds).filter((kind) => !known.includes(kind))).toEqual(
      [],
    );
    expect(development.length + heldOut.length).toBeGreaterThanOrEqual(300);
  });

  it('is told from the words of 98 of 100 messages of the development half', () => {
    const missed = development.filter((message) => !right([message]).length);
    process.stdout.write(`development: ${development.length - missed.length} of ${development.length} kinds right\n`);
    expect(missed.map(({ text }) => text).length).toBeLessThanOrEqual(0.02 * development.length);
  });

  it('is told from the words of 92 of 100 messages that nobody tuned to', () => {
    const count = right(heldOut).length;
    process.stdout.write(`held-out: ${count} of ${heldOut.length} kinds right\n`);
    expect(count).toBeGreaterThanOrEqual(0.92 * heldOut.length);
  });
});
