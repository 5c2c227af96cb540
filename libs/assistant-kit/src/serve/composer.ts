import { createHash } from 'node:crypto';
import type { Club } from '#contracts';

export interface Composition {
  /** The code that composes, as `releaseOf` names it: of the kit and of the assistant. */
  readonly release: string;
  /** The assistant's own version. */
  readonly version: string;
  readonly club: Club;
  /** Which models answer, where, over which protocol, and how they are prompted; null where none does. */
  readonly model: string | null;
}

/** Names what makes an instance's answers beside knowledge and the question: equal names answer equally. */
export const composerOf = ({ release, version, club, model }: Composition): string =>
  createHash('sha256')
    .update(JSON.stringify([release, version, club, model]))
    .digest('hex')
    .slice(0, 16);
