import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { manifestSchema } from '#contracts';
import type { EmergencyExamples, RoutableManifest } from '#routing';

/** What is read of an assistant's `manifest.yaml`; the examples stand in files of their own. */
const writtenManifest = manifestSchema.pick({ id: true, keywords: true, emergency: true });
const asksSchema = z.object({ asks: z.array(z.string()) });
const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/;

const linesOf = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

function asksOf(sops: string): string[] {
  if (!existsSync(sops)) return [];
  return readdirSync(sops)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .flatMap((name) => {
      const written = frontMatter.exec(readFileSync(join(sops, name), 'utf8'))?.[1];
      const read = asksSchema.safeParse(written === undefined ? undefined : parse(written));
      return read.success ? read.data.asks : [];
    });
}

/** Everything a router is made of, as the files of the project say it. */
export interface RouterTraining {
  readonly manifests: readonly RoutableManifest[];
  readonly offTopic: readonly string[];
  readonly emergencies: EmergencyExamples;
}

/**
 * Every assistant's keywords and examples with what its SOPs are asked by, and the off-topic examples. An example that two
 * claim stays with the first, as it does in the gateway.
 * @param root the project's folder
 */
export function readAssistants(root: string): RouterTraining {
  const folder = join(root, 'apps/assistants');
  const claimed = new Set<string>();
  const unclaimed = (texts: readonly string[]): string[] =>
    texts.filter((text) => {
      const key = text.toLowerCase();
      if (claimed.has(key)) return false;
      claimed.add(key);
      return true;
    });
  const manifests = readdirSync(folder)
    .sort()
    .map((name) => {
      const written = writtenManifest.parse(
        pickKnown(parse(readFileSync(join(folder, name, 'manifest.yaml'), 'utf8'))),
      );
      const own = linesOf(join(folder, name, 'examples.txt'));
      return { ...written, examples: unclaimed([...own, ...asksOf(join(folder, name, 'sops'))]) };
    });
  const gateway = join(root, 'apps/gateway');
  const emergencies = linesOf(join(gateway, 'emergencies.txt'));
  const traps = linesOf(join(gateway, 'emergency-traps.txt'));
  return {
    manifests,
    offTopic: unclaimed(linesOf(join(gateway, 'off-topic.txt'))),
    emergencies: { emergencies, traps },
  };
}

const pickKnown = (written: unknown): unknown => {
  const { id, keywords, emergency } = z
    .object({ id: z.unknown(), keywords: z.unknown(), emergency: z.unknown() })
    .partial()
    .parse(written);
  return { id, keywords, ...(emergency === undefined ? {} : { emergency }) };
};
