import { chatModelOf, chatSettings, MemoryLedger, type FallbackChat, type ModelObserver } from '#ai';
import { parseSettings } from '#platform/config';

/** The models that an assistant would have with these settings, with more than enough to spend. */
export function modelsOf(environment: Readonly<Record<string, string>>, observer: ModelObserver = {}): FallbackChat {
  const settings = parseSettings(chatSettings, environment);
  if (!settings.ok) throw new Error(settings.error.message);
  const chat = chatModelOf(settings.value, { ledger: new MemoryLedger(1e12), observer });
  if (!chat) throw new Error('no model is set');
  return chat;
}

export const request = {
  system: 'You word answers for the front desk of a club.',
  user: JSON.stringify({ question: 'where is my code', passages: [{ id: 'S1', text: 'It comes by text.' }] }),
  maxTokens: 500,
};
