import { describeAssistantProtocol } from '#assistant-kit/protocol';
import { emergency } from './emergency.assistant.js';

describeAssistantProtocol(emergency);
