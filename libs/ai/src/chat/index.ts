export { AnthropicChat } from './anthropic-chat.js';
export type {
  ChatEnd,
  ChatModel,
  ChatOptions,
  ChatPart,
  ChatProvider,
  ChatRequest,
  ProviderPart,
  ProviderCall,
  ProviderRequest,
  Structured,
  StructuredRequest,
  Usage,
} from './chat-model.js';
export { chatIdentityOf, chatModelOf } from './chat-model-of.js';
export { budgetOf, chatSettings, type ChatSettings } from './chat-settings.js';
export { ModelFailure, modelFailureReasons, type ModelFailureReason } from './model-failure.js';
export { OpenAiChat } from './openai-chat.js';
export { OpenAiResponses } from './openai-responses.js';
export type { ProviderSettings } from './provider-settings.js';
