import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface ClubQuestion {
  readonly text: string;
  readonly assistant: string;
  /** Any of these answers it. */
  readonly sops: readonly string[];
  readonly site?: string;
}

export const repository = resolve(import.meta.dirname, '../../../..');
export const clubAssistants = ['emergency', 'booking', 'tech', 'brand'] as const;

/** FNV-1a, 32 bits, of the text in lower case. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text.toLowerCase())) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** Whether a question may be looked at when something is chosen; the other half only says how good the choice was. */
export const isDevelopment = ({ text }: ClubQuestion): boolean => fnv1a(text) % 2 === 0;

/** The questions of the four assistants that an SOP answers. */
export function readQuestions(): ClubQuestion[] {
  return clubAssistants
    .flatMap((assistant) =>
      readFileSync(join(repository, 'club/questions', `${assistant}.jsonl`), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as ClubQuestion),
    )
    .filter(({ sops }) => sops.length > 0);
}
