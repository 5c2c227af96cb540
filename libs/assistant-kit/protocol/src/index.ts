export { describeAssistantProtocol } from './describe-assistant-protocol.js';
