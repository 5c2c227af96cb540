import { runAssistant } from '#assistant-kit';
import { booking } from './booking.assistant.js';

await runAssistant(booking);
