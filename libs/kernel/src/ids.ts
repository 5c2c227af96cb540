import { systemClock, type Clock } from './clock.js';

type RandomBytes = (size: number) => Uint8Array;

/** Asking the system for bytes costs far more than the few that an id takes: many are fetched at once, and used once. */
const fetched = new Uint8Array(4096);
let used = fetched.length;

const cryptoBytes: RandomBytes = (size) => {
  if (used + size > fetched.length) {
    crypto.getRandomValues(fetched);
    used = 0;
  }
  used += size;
  return fetched.subarray(used - size, used);
};

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexOfByte[byte];
  return text;
}

/**
 * A UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits, so an id
 * of a later millisecond sorts later; within one millisecond the order is random.
 */
export function uuidV7(clock: Clock = systemClock, random: RandomBytes = cryptoBytes): string {
  const bytes = random(16);
  const time = clock.now().toString(16).padStart(12, '0');
  const version = hexOfByte[0x70 | (bytes[6]! & 0x0f)]! + hexOfByte[bytes[7]!]!;
  const variant = hexOfByte[0x80 | (bytes[8]! & 0x3f)]! + hexOfByte[bytes[9]!]!;
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${hex(bytes.subarray(10))}`;
}

/** A W3C trace id, 32 lower-case hex digits: a UUID version 7 without its hyphens, so later ones sort later. */
export const newTraceId = (): string => uuidV7().replaceAll('-', '');

/** The 128 bits of a trace id, written as a UUID. */
export const uuidOfTrace = (traceId: string): string =>
  [traceId.slice(0, 8), traceId.slice(8, 12), traceId.slice(12, 16), traceId.slice(16, 20), traceId.slice(20)].join(
    '-',
  );

/** The 128 bits of a UUID, written as a trace id. */
export const traceOfUuid = (uuid: string): string => uuid.replaceAll('-', '');

/** A W3C span id: 8 random bytes in lower-case hex, never all zero. */
export function newSpanId(random: RandomBytes = cryptoBytes): string {
  const id = hex(random(8));
  return /^0+$/.test(id) ? newSpanId(random) : id;
}
