import { describeAssistantProtocol } from '#assistant-kit/protocol';
import { tech } from './tech.assistant.js';

describeAssistantProtocol(tech);
