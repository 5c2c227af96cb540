import type { AssistantConfig, ConfigChange } from '#contracts';

/** Lists are compared as sets of what they say; a list that only changed its order did not change. */
function listChange(path: string, before: readonly string[], after: readonly string[]): ConfigChange[] {
  const [old, now] = [new Set(before), new Set(after)];
  const added = after.filter((text) => !old.has(text));
  const removed = before.filter((text) => !now.has(text));
  return added.length + removed.length === 0 ? [] : [{ path, added, removed }];
}

function valueChange(path: string, from: unknown, to: unknown): ConfigChange[] {
  return from === to ? [] : [{ path, from: from ?? null, to: to ?? null }];
}

/** What is different between two versions of a configuration, setting by setting; nothing where they say the same. */
export function compareConfigs(before: AssistantConfig, after: AssistantConfig): ConfigChange[] {
  const phrases = ({ keywords }: AssistantConfig): string[] =>
    keywords.add.map(({ phrase, weight }) => `${phrase} (${weight})`);
  const patterns = (config: AssistantConfig): string[] =>
    config.patterns.map(({ pattern, weight }) => `${pattern} (${weight})`);
  return [
    ...valueChange('enabled', before.enabled, after.enabled),
    ...listChange('keywords.add', phrases(before), phrases(after)),
    ...listChange('keywords.remove', before.keywords.remove, after.keywords.remove),
    ...listChange('patterns', patterns(before), patterns(after)),
    ...listChange('examples.add', before.examples.add, after.examples.add),
    ...listChange('examples.remove', before.examples.remove, after.examples.remove),
    ...valueChange('thresholds.floor', before.thresholds.floor, after.thresholds.floor),
    ...valueChange('thresholds.margin', before.thresholds.margin, after.thresholds.margin),
  ];
}
