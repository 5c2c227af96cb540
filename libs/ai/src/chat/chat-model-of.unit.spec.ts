import { describe, expect, it } from '@jest/globals';
import { parseSettings } from '#platform/config';
import { chatIdentityOf } from './chat-model-of.js';
import { chatSettings } from './chat-settings.js';

function identityOf(environment: Record<string, string>): string {
  const settings = parseSettings(chatSettings, environment);
  if (!settings.ok) throw new Error(settings.error.message);
  return chatIdentityOf(settings.value);
}
const both = { OPENAI_API_KEY: 'secret-1', ANTHROPIC_API_KEY: 'secret-2' };

describe('which models are set', () => {
  it.each<[string, Record<string, string>]>([
    ['protocol', { OPENAI_PROTOCOL: 'responses' }],
    ['address', { OPENAI_BASE_URL: 'http://10.0.0.2/v1' }],
    ['model', { OPENAI_MODEL: 'gpt-5.4' }],
    ['order', { MODEL_ORDER: 'openai,anthropic' }],
    ['one more', { LOCAL_MODEL_BASE_URL: 'http://127.0.0.1:11434/v1' }],
  ])('is told by %s', (_, change) => {
    expect(identityOf({ ...both, ...change })).not.toBe(identityOf(both));
  });

  it('is the same with another key, another budget, and the settings of a model that is not asked', () => {
    const same = { OPENAI_API_KEY: 'secret-3', MODEL_BUDGET_PER_DAY: '7', LOCAL_MODEL: 'mine' };
    expect(identityOf({ ...both, ...same })).toBe(identityOf(both));
    expect(identityOf(both)).not.toContain('secret');
  });
});
