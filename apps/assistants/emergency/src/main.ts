import { runAssistant } from '#assistant-kit';
import { emergency } from './emergency.assistant.js';

await runAssistant(emergency);
