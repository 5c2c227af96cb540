import { describeAssistantProtocol } from '#assistant-kit/protocol';
import { brand } from './brand.assistant.js';

describeAssistantProtocol(brand);
