import { connect, headers as emptyHeaders, type NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { startNats } from '#backing-services';
import { defineAnnouncement, defineRequest, defineStream, messageHeaders, type Principal } from '#contracts';
import { Deadline, formatTraceparent, newTraceContext } from '#kernel';
import type { Call } from '../client/outgoing-call.js';
import { MessageBus } from '../message-bus.js';
import { BusStrategy, type BusStrategyOptions } from '../server/bus-strategy.js';
import type { BusSettings } from '../settings.js';
import { PrincipalSeal } from '../wire/principal.js';
import { recordedLog } from './recorded-log.js';

export const principalSecret = 'a secret of the specs that is long enough';
export const staff: Principal = { id: 'u-1', kind: 'staff' };

export const double = defineRequest('double', 1, {
  request: z.object({ n: z.int() }),
  reply: z.object({ n: z.number(), by: z.string().optional() }),
});
export const count = defineStream('count', 1, {
  request: z.object({ to: z.int() }),
  part: z.object({ n: z.number(), text: z.string().optional() }),
});
export const hello = defineAnnouncement('hello', 1, z.object({ text: z.string() }));

let requests = 0;
/** A call with a minute to go, unless told otherwise: no spec waits for that to be over. */
export const call = (changes: Partial<Call> = {}): Call => ({
  deadline: Deadline.in(60_000),
  trace: newTraceContext(),
  principal: staff,
  requestId: `request-${(requests += 1)}`,
  ...changes,
});

/** The headers of a request as another program would write them; `undefined` leaves one out. */
export function rawHeaders(changes: Partial<Record<keyof typeof messageHeaders, string | undefined>> = {}) {
  const values = {
    traceparent: formatTraceparent(newTraceContext()),
    deadline: String(Date.now() + 60_000),
    timeLeft: '60000',
    principal: new PrincipalSeal(principalSecret).sign(staff),
    requestId: `raw-${(requests += 1)}`,
    ...changes,
  };
  const headers = emptyHeaders();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) headers.set(messageHeaders[name as keyof typeof values], value);
  }
  return headers;
}

/** A broker of its own with whatever talks over it, all of which ends with `stop`. */
export async function startMesh(config?: string) {
  const nats = await startNats(config === undefined ? {} : { config });
  const log = recordedLog();
  const ends: (() => Promise<unknown>)[] = [];
  let instances = 0;

  const join = async (service: string, settings: Partial<BusSettings> = {}): Promise<MessageBus> => {
    const instance = `i${(instances += 1)}`;
    const reconnect = { waitMs: 20, jitterMs: 20 };
    const bus = await MessageBus.connect({
      url: nats.url,
      service,
      instance,
      principalSecret,
      logger: log,
      ...settings,
      reconnect: { ...reconnect, ...settings.reconnect },
    });
    ends.push(() => bus.drain(0));
    return bus;
  };

  /** A service that answers what `register` gives it to answer. */
  const serve = async (
    service: string,
    register: (strategy: BusStrategy) => void,
    { settings, ...options }: Partial<BusStrategyOptions> & { settings?: Partial<BusSettings> } = {},
  ): Promise<BusStrategy> => {
    const strategy = new BusStrategy({ bus: await join(service, settings), ...options });
    register(strategy);
    await listening(strategy);
    ends.unshift(() => strategy.close());
    return strategy;
  };

  /** A connection without our library, to say what ours never would. */
  const stranger = async (): Promise<NatsConnection> => {
    const connection = await connect({ servers: nats.url });
    ends.push(() => connection.close());
    return connection;
  };

  const stop = async (): Promise<void> => {
    await Promise.all(ends.map((end) => end()));
    await nats.stop();
  };
  return { nats, log, join, serve, stranger, stop };
}
export type Mesh = Awaited<ReturnType<typeof startMesh>>;

export const listening = (strategy: BusStrategy): Promise<void> =>
  new Promise((resolve, reject) => {
    strategy.listen((error) => (error === undefined ? resolve() : reject(error)));
  });

export const statusOf = (bus: MessageBus, wanted: 'connected' | 'disconnected' | 'closed'): Promise<void> =>
  new Promise((resolve) => {
    const stop = bus.onStatus((status) => {
      if (status !== wanted) return;
      stop();
      resolve();
    });
  });
