import type { Msg, Subscription } from '@nats-io/transport-node';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { EventEmitter } from 'node:events';
import type { z } from 'zod';
import { cancelSubject, type RequestContract, type StreamContract } from '#contracts';
import { Deadline, err, fail, FailureError, systemClock, toFailure, type Clock, type Result } from '#kernel';
import { farewellMs, type BusStatus } from '../connection.js';
import type { MessageBus } from '../message-bus.js';
import { failurePayload } from '../wire/envelope.js';
import { partHeaders } from '../wire/headers.js';
import { within } from '../wire/within.js';
import { admit, type Admitted } from './admission.js';
import type { BusContext } from './bus-context.js';
import { cancelReader } from './cancel.js';
import {
  busTransport,
  type AnyContract,
  type HandlerExtras,
  type RequestHandler,
  type StreamHandler,
} from './decorators.js';
import { InFlight } from './in-flight.js';
import { IncomingCall, type Desk } from './incoming-call.js';
import { routeOf, type Route } from './route.js';
import { serveReply, serveStream } from './serve-result.js';

export interface BusStrategyOptions {
  readonly bus: MessageBus;
  /** Milliseconds that `close` gives the calls in flight. */
  readonly graceMs?: number;
  /** Calls worked on at once; the next is refused with `unavailable`. */
  readonly inFlightAtMost?: number;
  /** Whether `close` closes the bus as well; false where the application still talks while it shuts down. */
  readonly closesBus?: boolean;
  readonly clock?: Clock;
}

type BusEvents = Record<BusStatus, () => void>;

/**
 * Answers on the bus, as Nest's transport. Every request gets exactly one end, by its deadline; what is in flight when
 * the service stops is finished first. Instances of a service share its work.
 */
export class BusStrategy extends Server<BusEvents, BusStatus> implements CustomTransportStrategy {
  override readonly transportId = busTransport;
  private readonly routes = new Map<string, Route>();
  private readonly calls = new InFlight();
  private readonly events = new EventEmitter();
  private readonly settings: Required<BusStrategyOptions>;
  private readonly desk: Desk;
  private requests: Subscription[] = [];
  private cancels: Subscription[] = [];
  private closing: Promise<void> | undefined;

  constructor(options: BusStrategyOptions) {
    super();
    this.settings = { graceMs: 10_000, inFlightAtMost: 10_000, closesBus: true, clock: systemClock, ...options };
    const { connection, logger } = options.bus.line;
    this.desk = { connection, logger, release: (call) => this.release(call) };
    connection.onStatus((status) => {
      this._status$.next(status);
      this.events.emit(status);
      if (status === 'closed') this.calls.stopAll(fail('unavailable', 'The message bus is lost.'));
    });
  }

  /** Calls that have not had their last message yet. */
  get inFlight(): number {
    return this.calls.size;
  }

  /** Answers a request without a controller, also of a service whose name is known only at runtime. Before `listen`. */
  onRequest<Request extends z.ZodType, Reply extends z.ZodType>(
    contract: RequestContract<Request, Reply>,
    handler: RequestHandler<Request, Reply>,
    service = this.settings.bus.identity.service,
  ): void {
    this.register(contract, service, async (body, context) =>
      handler(body as z.output<Request>, context as BusContext),
    );
  }

  /** The same for a stream. */
  onStream<Request extends z.ZodType, Part extends z.ZodType>(
    contract: StreamContract<Request, Part>,
    handler: StreamHandler<Request, Part>,
    service = this.settings.bus.identity.service,
  ): void {
    this.register(contract, service, async (body, context) =>
      handler(body as z.output<Request>, context as BusContext),
    );
  }

  /** @throws Error when a second handler wants the same subject, or after `listen` */
  override addHandler(
    _pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras?: Partial<HandlerExtras>,
  ): void {
    const route = routeOf(callback, extras, this.settings.bus.identity.service);
    if (this.requests.length > 0) throw new Error(`${route.subject} came after the service had begun to listen.`);
    if (this.routes.has(route.subject)) throw new Error(`Two handlers answer ${route.subject}.`);
    this.routes.set(route.subject, route);
    super.addHandler(route.subject, callback, isEventHandler, extras);
  }

  listen(callback: (error?: Error) => void): void {
    this.subscribe().then(
      () => callback(),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** Takes nothing new, finishes what is in flight within the grace, and tells the rest that the service stops. */
  close(): Promise<void> {
    this.closing ??= this.finishAndClose();
    return this.closing;
  }

  override on<Event extends BusStatus>(event: Event, callback: BusEvents[Event]): void {
    this.events.on(event, callback);
  }

  override unwrap<T = MessageBus>(): T {
    return this.settings.bus as T;
  }

  private register(contract: AnyContract, service: string, handler: MessageHandler): void {
    this.addHandler(contract.subject(service), handler, false, { contract, service });
  }

  private async subscribe(): Promise<void> {
    const { connection, logger } = this.desk;
    const routes = [...this.routes.values()];
    const services = new Set(routes.map(({ service }) => service));
    // A cancel is for whichever instance has the call, so all of them hear it.
    const onCancel = cancelReader(this.calls, logger);
    this.cancels = [...services].map((service) => connection.subscribe(cancelSubject(service), onCancel));
    this.requests = routes.map((route) =>
      connection.subscribe(route.subject, (message) => this.receive(route, message), route.service),
    );
    await connection.confirm();
    this._status$.next('connected');
  }

  private receive(route: Route, message: Msg): void {
    const reply = message.reply ?? '';
    if (!reply.startsWith('_INBOX.')) {
      // It would let a stranger have this service publish wherever it may.
      this.desk.logger.warn({ subject: route.subject, reply }, 'A request without an inbox was left out');
      return;
    }
    const admitted = this.admit(route, message, reply);
    if (!admitted.ok) return this.refuse(route, reply, admitted.error);
    const call = new IncomingCall(admitted.value.arrival, this.desk);
    this.calls.add(call);
    call.startTimer();
    try {
      this.onProcessingStartHook(this.transportId, call, () => this.work(route, admitted.value.body, call));
    } catch (error) {
      call.refuse(error);
    }
  }

  private admit(route: Route, message: Msg, reply: string): Result<Admitted, FailureError> {
    if (this.calls.size >= this.settings.inFlightAtMost) return err(fail('unavailable', 'The service is too busy.'));
    if (this.calls.has(reply)) return err(fail('malformed-request', 'Something was asked under this inbox already.'));
    try {
      return admit(route, message, this.settings.bus.line.seal, this.settings.clock);
    } catch (error) {
      // A schema may compute, and what computes may break; the caller gets an answer all the same.
      this.desk.logger.error({ err: error, subject: route.subject }, 'A request could not be checked');
      return err(new FailureError(toFailure(error)));
    }
  }

  private refuse({ contract }: Route, reply: string, { failure }: FailureError): void {
    const options = contract.kind === 'stream' ? { headers: partHeaders(0, true) } : undefined;
    this.desk.connection.publish(reply, failurePayload(failure), options);
  }

  private async work({ contract, handler }: Route, body: unknown, call: IncomingCall): Promise<void> {
    try {
      const result: unknown = await handler(body, call.context);
      if (contract.kind === 'request') serveReply(call, result);
      else await serveStream(call, result, () => this.desk.connection.flush());
    } catch (error) {
      call.refuse(error);
    }
  }

  private release(call: IncomingCall): void {
    this.calls.remove(call);
    this.onProcessingEndHook?.(this.transportId, call);
  }

  private async finishAndClose(): Promise<void> {
    const { bus, graceMs, closesBus, clock } = this.settings;
    const grace = Deadline.in(graceMs, clock);
    await within(grace.remaining(), this.desk.connection.drain(this.requests));
    await within(grace.remaining(), this.calls.whenEmpty());
    this.calls.stopAll(fail('unavailable', 'The service is stopping.'));
    for (const subscription of [...this.cancels, ...this.requests]) subscription.unsubscribe();
    if (closesBus) await bus.drain(grace.remaining());
    else await within(farewellMs, this.desk.connection.flush());
  }
}
