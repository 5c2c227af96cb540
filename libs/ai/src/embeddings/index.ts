export { embeddingDimensions, type Embedder, type EmbedOptions } from './embedder.js';
export { embedderOf, embedderSettings, embeddingBudgetOf, type EmbedderSettings } from './embedder-settings.js';
export { HashedEmbedder } from './hashed-embedder.js';
export { OpenAiEmbedder, type OpenAiEmbedderSettings } from './openai-embedder.js';
export { meanDirection, normalize } from './vectors.js';
