export { AnthropicChat } from './anthropic-chat.js';
export type { ChatModel, ChatRequest } from './chat-model.js';
export { chatModelOf, chatSettings, type ChatSettings } from './chat-settings.js';
export { OpenAiChat, type ProviderSettings } from './openai-chat.js';
