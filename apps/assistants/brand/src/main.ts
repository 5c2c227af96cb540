import { runAssistant } from '#assistant-kit';
import { brand } from './brand.assistant.js';

await runAssistant(brand);
