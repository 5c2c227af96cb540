import type { Prices } from '../budget/prices.js';
import type { SpendingLedger } from '../budget/spending-ledger.js';
import { FallbackChat } from '../guard/fallback-chat.js';
import { GuardedModel, type ModelObserver } from '../guard/guarded-model.js';
import { AnthropicChat } from './anthropic-chat.js';
import type { ChatProvider } from './chat-model.js';
import { providerNames, type ChatSettings, type ProviderName } from './chat-settings.js';
import { ModelFailure } from './model-failure.js';
import { OpenAiChat } from './openai-chat.js';
import { OpenAiResponses } from './openai-responses.js';

interface Slot {
  /** Undefined where it has not what it takes to be asked. */
  readonly provider: ChatProvider | undefined;
  /** What its answers depend on beside the prompt: protocol, address, model. */
  readonly identity: readonly (string | undefined)[];
  readonly prices: Prices;
  readonly needs: string;
}

const slots: Readonly<Record<ProviderName, (settings: ChatSettings) => Slot>> = {
  anthropic: (settings) => ({
    provider: settings.ANTHROPIC_API_KEY
      ? new AnthropicChat({
          apiKey: settings.ANTHROPIC_API_KEY,
          baseUrl: settings.ANTHROPIC_BASE_URL,
          model: settings.ANTHROPIC_MODEL,
        })
      : undefined,
    identity: ['messages', settings.ANTHROPIC_BASE_URL, settings.ANTHROPIC_MODEL],
    prices: settings.ANTHROPIC_PRICES,
    needs: 'ANTHROPIC_API_KEY',
  }),
  openai: (settings) => ({
    provider: settings.OPENAI_API_KEY
      ? new (settings.OPENAI_PROTOCOL === 'responses' ? OpenAiResponses : OpenAiChat)({
          apiKey: settings.OPENAI_API_KEY,
          baseUrl: settings.OPENAI_BASE_URL,
          model: settings.OPENAI_MODEL,
        })
      : undefined,
    identity: [settings.OPENAI_PROTOCOL, settings.OPENAI_BASE_URL, settings.OPENAI_MODEL],
    prices: settings.OPENAI_PRICES,
    needs: 'OPENAI_API_KEY',
  }),
  local: (settings) => ({
    provider: settings.LOCAL_MODEL_BASE_URL
      ? new OpenAiChat({
          provider: 'local',
          // The client wants one; a server without keys does not look at it.
          apiKey: settings.LOCAL_MODEL_API_KEY ?? 'none',
          baseUrl: settings.LOCAL_MODEL_BASE_URL,
          model: settings.LOCAL_MODEL,
        })
      : undefined,
    identity: ['chat', settings.LOCAL_MODEL_BASE_URL, settings.LOCAL_MODEL],
    prices: settings.LOCAL_MODEL_PRICES,
    needs: 'LOCAL_MODEL_BASE_URL',
  }),
};

/**
 * The models that are set, in their order. A provider that the order names and that has no key is told as a problem and
 * keeps nobody from asking the others.
 * @returns undefined where no model is wanted: no order, no key, no local server
 */
export function chatModelOf(
  settings: ChatSettings,
  { ledger, observer }: { readonly ledger: SpendingLedger; readonly observer?: ModelObserver },
): FallbackChat | undefined {
  const models: GuardedModel[] = [];
  const absent: ModelFailure[] = [];
  const limits = {
    strikes: settings.MODEL_BREAKER_STRIKES,
    restMs: settings.MODEL_BREAKER_REST_MS,
    firstPieceMs: settings.MODEL_FIRST_PIECE_MS,
    gapMs: settings.MODEL_GAP_MS,
    stallMs: settings.MODEL_STALL_MS,
    concurrency: settings.MODEL_CONCURRENCY,
  };
  for (const name of orderOf(settings)) {
    const { provider, prices, needs } = slots[name](settings);
    if (provider)
      models.push(new GuardedModel(provider, { limits, prices, ledger, ...(observer ? { observer } : {}) }));
    else if (settings.MODEL_ORDER)
      absent.push(new ModelFailure('missing-key', name, `is in the order, and ${needs} is not set`));
  }
  return models.length + absent.length === 0 ? undefined : new FallbackChat(models, absent);
}

const orderOf = ({ MODEL_ORDER }: ChatSettings): readonly ProviderName[] => MODEL_ORDER ?? providerNames;

/**
 * Names the models that are set: equal names are asked the same models in the same order, at the same addresses, over the
 * same protocols. An address may hold a secret, so it is for digests only. A model that is exchanged behind its name and
 * address cannot be told.
 */
export const chatIdentityOf = (settings: ChatSettings): string =>
  JSON.stringify(
    orderOf(settings).flatMap((name) => {
      const { provider, identity } = slots[name](settings);
      return provider ? [[name, ...identity.map((part) => part ?? null)]] : [];
    }),
  );
