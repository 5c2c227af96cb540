import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A message that tells of an emergency, and what is right about it. */
export interface KindOfEmergency {
  readonly text: string;
  /** Any of these kinds is right; the first is what it is mostly. */
  readonly kinds: readonly string[];
  /** Any of these SOPs may answer it. */
  readonly sops: readonly string[];
}

const listOf = (written: string): string[] => written.split(',').map((each) => each.trim());

/**
 * The messages of one half of `club/emergency-kinds`: below `## kinds | SOPs` one a line; what stands in brackets is a note.
 * @param root the project's folder
 * @throws Error that names a line above which no kind stands
 */
export function readEmergencyKinds(root: string, half: 'development' | 'held-out'): KindOfEmergency[] {
  let about: Pick<KindOfEmergency, 'kinds' | 'sops'> | undefined;
  const messages: KindOfEmergency[] = [];
  for (const line of readFileSync(join(root, 'club/emergency-kinds', `${half}.txt`), 'utf8').split('\n')) {
    const [, kinds, sops] = /^## (.+) \| (.+)$/.exec(line) ?? [];
    if (kinds !== undefined && sops !== undefined) {
      about = { kinds: listOf(kinds.replace(/\s*\([^)]*\)/g, '')), sops: listOf(sops) };
    } else if (line.trim() !== '' && !line.startsWith('#')) {
      if (about === undefined) throw new Error(`${half}: no kind stands above "${line}".`);
      messages.push({ text: line.trim(), ...about });
    }
  }
  return messages;
}
