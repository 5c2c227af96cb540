import { z } from 'zod';
import { AnthropicChat } from './anthropic-chat.js';
import type { ChatModel } from './chat-model.js';
import { OpenAiChat } from './openai-chat.js';

const address = () =>
  z
    .url({ protocol: /^https?$/ })
    .describe('a URL that begins with http:// or https://')
    .optional();
const key = () => z.string().min(1).describe('a key').optional();
const model = (name: string) => z.string().min(1).max(100).describe('the name of a model').default(name);

/** Which model words answers. Without a key there is none, and answers are the procedures' own words. */
export const chatSettings = {
  ANTHROPIC_API_KEY: key(),
  ANTHROPIC_BASE_URL: address(),
  ANTHROPIC_MODEL: model('claude-haiku-5-5'),
  OPENAI_API_KEY: key(),
  OPENAI_BASE_URL: address(),
  OPENAI_MODEL: model('gpt-5.4-mini'),
};
export type ChatSettings = z.infer<z.ZodObject<typeof chatSettings>>;

/** The model that is set; Anthropic's where both have a key, none where neither has. */
export function chatModelOf(settings: ChatSettings): ChatModel | undefined {
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, ANTHROPIC_MODEL, OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL } =
    settings;
  if (ANTHROPIC_API_KEY) {
    return new AnthropicChat({ apiKey: ANTHROPIC_API_KEY, baseUrl: ANTHROPIC_BASE_URL, model: ANTHROPIC_MODEL });
  }
  if (OPENAI_API_KEY) return new OpenAiChat({ apiKey: OPENAI_API_KEY, baseUrl: OPENAI_BASE_URL, model: OPENAI_MODEL });
  return undefined;
}
