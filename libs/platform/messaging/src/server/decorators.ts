import { applyDecorators, Catch, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import type { z } from 'zod';
import type { RequestContract, StreamContract } from '#contracts';
import { nameOf } from '../wire/envelope.js';
import type { BusContext } from './bus-context.js';

/** Tells handlers of the bus from those of another transport in the same application. */
export const busTransport = Symbol('club-bus');

export type AnyContract = RequestContract<z.ZodType, z.ZodType> | StreamContract<z.ZodType, z.ZodType>;

export type RequestHandler<Request extends z.ZodType, Reply extends z.ZodType> = (
  body: z.output<Request>,
  context: BusContext,
) => z.input<Reply> | Promise<z.input<Reply>> | Observable<z.input<Reply>>;

type Parts<Part extends z.ZodType> = AsyncIterable<z.input<Part>> | Observable<z.input<Part>>;
export type StreamHandler<Request extends z.ZodType, Part extends z.ZodType> = (
  body: z.output<Request>,
  context: BusContext,
) => Parts<Part> | Promise<Parts<Part>>;

/** What the decorators leave with the handler for the strategy. */
export interface HandlerExtras {
  readonly contract: AnyContract;
  /** Absent: the service that the strategy serves. */
  readonly service?: string;
}

/** Nest would log what a handler throws and turn it into a text; the strategy maps it, so it is to arrive as it is. */
@Catch()
class Rethrow implements ExceptionFilter {
  catch(thrown: unknown): never {
    throw thrown;
  }
}

type Handles<Handler> = <Method extends Handler>(
  target: object,
  key: string,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * The method answers this request: `(body, context: BusContext)`. The body has passed the contract's schema.
 * @param service for another service than the one the process is, or one that is known only at runtime
 */
export const HandleRequest = <Request extends z.ZodType, Reply extends z.ZodType>(
  contract: RequestContract<Request, Reply>,
  service?: string,
): Handles<RequestHandler<Request, Reply>> => handles(contract, service);

/** The method answers with a stream: `(body, context: BusContext)` to an AsyncIterable or Observable of parts. */
export const HandleStream = <Request extends z.ZodType, Part extends z.ZodType>(
  contract: StreamContract<Request, Part>,
  service?: string,
): Handles<StreamHandler<Request, Part>> => handles(contract, service);

function handles<Handler>(contract: AnyContract, service: string | undefined): Handles<Handler> {
  const pattern = service === undefined ? `${contract.kind}.${nameOf(contract)}` : contract.subject(service);
  const extras: HandlerExtras = service === undefined ? { contract } : { contract, service };
  const decorate = applyDecorators(MessagePattern(pattern, busTransport, extras), UseFilters(Rethrow));
  return (target, key, descriptor) => {
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    decorate(target, key, descriptor);
  };
}
