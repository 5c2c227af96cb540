import type { MessageHandler } from '@nestjs/microservices';
import type { AnyContract, HandlerExtras } from './decorators.js';

/** One subject that is served: by whom it was asked for, what goes in, and who answers. */
export interface Route {
  readonly subject: string;
  readonly service: string;
  readonly contract: AnyContract;
  readonly handler: MessageHandler<unknown, unknown, unknown>;
}

/** @throws Error for a handler without a contract, which no schema would protect */
export function routeOf(
  handler: MessageHandler,
  extras: Partial<HandlerExtras> | undefined,
  ownService: string,
): Route {
  if (!extras?.contract) {
    throw new Error('A handler on the bus names its contract: use @HandleRequest or @HandleStream.');
  }
  const { contract, service = ownService } = extras;
  return { subject: contract.subject(service), service, contract, handler };
}
