import { isObservable, type Observable } from 'rxjs';
import type { IncomingCall } from './incoming-call.js';

/** After so many parts a stream waits until the broker has them, so that it neither floods nor starves this process. */
const partsBetweenFlushes = 64;

/** Sends what a request handler returned: a value, or the first one of an Observable. */
export function serveReply(call: IncomingCall, result: unknown): void {
  if (!isObservable(result)) return call.answer(result);
  follow(call, result, { next: (value) => call.answer(value), complete: () => call.answer(undefined) });
}

/** Sends what a stream handler returned, part by part, until it ends or nobody wants it any more. */
export async function serveStream(call: IncomingCall, result: unknown, flush: () => Promise<void>): Promise<void> {
  if (isAsyncIterable(result)) return pump(call, result[Symbol.asyncIterator](), flush);
  if (!isObservable(result)) throw new TypeError('A stream handler returns an AsyncIterable or an Observable.');
  let handedOver = false;
  follow(call, result, {
    // Behind an interceptor Nest wraps the iterable into an Observable of one value.
    next: (value) => {
      if (!isAsyncIterable(value)) return call.part(value);
      handedOver = true;
      pump(call, value[Symbol.asyncIterator](), flush).catch((error: unknown) => call.refuse(error));
    },
    complete: () => {
      if (!handedOver) call.complete();
    },
  });
}

function follow(
  call: IncomingCall,
  source: Observable<unknown>,
  observer: { next(value: unknown): void; complete(): void },
): void {
  if (call.over) return;
  const subscription = source.subscribe({ ...observer, error: (error: unknown) => call.refuse(error) });
  call.whenOver(() => subscription.unsubscribe());
}

async function pump(call: IncomingCall, parts: AsyncIterator<unknown>, flush: () => Promise<void>): Promise<void> {
  // A generator that still waits for something takes this when it is done waiting; one that has ended does not mind.
  call.whenOver(() => void leave(call, parts));
  for (let sent = 1; !call.over; sent += 1) {
    const step = await parts.next();
    if (step.done) return call.complete();
    call.part(step.value);
    if (sent % partsBetweenFlushes === 0 && !call.over) await flush();
  }
}

async function leave(call: IncomingCall, parts: AsyncIterator<unknown>): Promise<void> {
  try {
    await parts.return?.();
  } catch (error) {
    call.refuse(error);
  }
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
