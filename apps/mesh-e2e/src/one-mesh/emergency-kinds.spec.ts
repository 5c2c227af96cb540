import { describe, expect, it } from '@jest/globals';
import { projectFolder } from '#backing-services';
import { eventually } from '#testing';
import { readEmergencyKinds, type KindOfEmergency } from '#testing/club';
import type { Mesh } from '#testing/mesh';

/** About things: no message that tells of a person in danger may be answered from these. */
const ofThings = ['water-leak-and-flood', 'power-loss'];
const ofPeople = ['medical', 'violence', 'trapped', 'evacuation', 'unspecified'];

/** What answers an emergency. */
export const describeEmergencyKinds = (mesh: () => Mesh): void =>
  describe('what answers an emergency', () => {
    /** The SOP it is answered from; knowledge that was too late on a busy machine is asked again. */
    const answeredFrom = ({ text }: KindOfEmergency): Promise<string | undefined> =>
      eventually(async () => {
        const { assistant, degraded, sources } = await mesh().ask(text, { assistant: 'emergency' });
        expect({ assistant, degraded }).toEqual({ assistant: 'emergency', degraded: [] });
        return sources[0]?.sop;
      });

    it.each([
      ['development' as const, 0.97],
      ['held-out' as const, 0.92],
    ])('is the SOP for its kind, in the %s half, and never one about things for a person', async (half, floor) => {
      const messages = readEmergencyKinds(projectFolder(), half);
      let right = 0;
      let harmful = 0;
      for (const message of messages) {
        const sop = (await answeredFrom(message)) ?? 'none';
        if (message.sops.includes(sop)) right += 1;
        else if (ofThings.includes(sop) && ofPeople.includes(message.kinds[0]!)) harmful += 1;
      }
      process.stdout.write(`${half}: ${right} of ${messages.length} from a right SOP, ${harmful} about things\n`);
      expect(harmful).toBe(0);
      expect(right).toBeGreaterThanOrEqual(floor * messages.length);
    });
  });
