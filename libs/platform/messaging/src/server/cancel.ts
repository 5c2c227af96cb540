import type { Msg } from '@nats-io/transport-node';
import { z } from 'zod';
import { cancelSchema } from '#contracts';
import type { BusLogger } from '../logger.js';
import type { InFlight } from './in-flight.js';

/**
 * One request may ask a service several things at once, all under its id; the reply subject says which one is meant.
 * Without it the whole request is.
 */
const exactCancelSchema = cancelSchema.extend({ reply: z.string().max(256).optional() });

export function cancelReader(calls: InFlight, logger: BusLogger): (message: Msg) => void {
  return (message) => {
    try {
      const { requestId, reply } = exactCancelSchema.parse(message.json());
      calls.cancel(requestId, reply);
    } catch (error) {
      logger.warn({ err: error, subject: message.subject }, 'A cancel was left out');
    }
  };
}
