import { runAssistant } from '#assistant-kit';
import { tech } from './tech.assistant.js';

await runAssistant(tech);
