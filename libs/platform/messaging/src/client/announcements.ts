import type { Msg } from '@nats-io/transport-node';
import type { z } from 'zod';
import { subjectOfEveryService, subjectToken, type AnnouncementContract } from '#contracts';
import type { BusLogger } from '../logger.js';

export interface AnnouncementSender {
  /** The service that said it, as the subject tells. */
  readonly service: string;
}

export type AnnouncementHandler<Body> = (body: Body, sender: AnnouncementSender) => void | Promise<void>;

export const everyService = ({ kind, name, version }: AnnouncementContract<z.ZodType>): string =>
  subjectOfEveryService(kind, name, version);

/** Reads, checks and hands on one announcement; whatever is wrong with it ends here, in the log. */
export function announcementReader<Body extends z.ZodType>(
  contract: AnnouncementContract<Body>,
  handler: AnnouncementHandler<z.output<Body>>,
  logger: BusLogger,
): (message: Msg) => void {
  const read = async (message: Msg): Promise<void> => {
    try {
      const service = subjectToken(message.subject.split('.')[1] ?? '');
      await handler(contract.body.parse(message.json()), { service });
    } catch (error) {
      logger.warn({ err: error, subject: message.subject }, 'An announcement was left out');
    }
  };
  return (message) => void read(message);
}
