import { describeAssistantProtocol } from '#assistant-kit/protocol';
import { booking } from './booking.assistant.js';

describeAssistantProtocol(booking);
