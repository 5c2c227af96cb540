import type { AssistantConfig, Manifest } from '#contracts';
import { exampleKey, phraseKey, type RoutableManifest } from '#routing';

/** What the club's people say on top of the manifest, before anybody said anything. */
export const manifestAlone: AssistantConfig = {
  enabled: true,
  keywords: { add: [], remove: [] },
  patterns: [],
  examples: { add: [], remove: [] },
  thresholds: {},
};

/**
 * A manifest with what the club's people put on top of it: what is routed by.
 * @param fromUse what was learned of it from use; what the configuration leaves out is not learned again
 */
export function effectiveManifest(
  manifest: Manifest,
  config: AssistantConfig,
  fromUse: readonly string[] = [],
): RoutableManifest {
  const { keywords, examples, patterns, thresholds } = config;
  const dropped = new Set(keywords.remove.map(phraseKey));
  const replaced = new Set(keywords.add.map(({ phrase }) => phraseKey(phrase)));
  const forgotten = new Set(examples.remove.map(exampleKey));
  const kept = manifest.keywords.filter(({ phrase }) => {
    const key = phraseKey(phrase);
    return !dropped.has(key) && !replaced.has(key);
  });
  return {
    id: manifest.id,
    emergency: manifest.emergency,
    keywords: [...kept, ...keywords.add],
    examples: [...manifest.examples.filter((text) => !forgotten.has(exampleKey(text))), ...examples.add],
    fromUse: fromUse.filter((text) => !forgotten.has(exampleKey(text))),
    patterns,
    thresholds,
  };
}
