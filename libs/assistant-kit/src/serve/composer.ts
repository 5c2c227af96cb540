import { createHash } from 'node:crypto';
import type { Club } from '#contracts';

export interface Composition {
  /** The assistant's own version. */
  readonly version: string;
  readonly club: Club;
  /** What the model is and how it is prompted; null where answers are the procedures' own words. */
  readonly model: string | null;
}

/** Moves with every change of how the kit makes answers from the same sections. */
const kitVersion = '2.3.0';

/** Names what makes an instance's answers beside knowledge and the question: equal names answer equally. */
export const composerOf = (composition: Composition): string =>
  createHash('sha256')
    .update(JSON.stringify([kitVersion, composition.version, composition.club, composition.model]))
    .digest('hex')
    .slice(0, 16);
