import { systemClock, type Clock } from './clock.js';

type RandomBytes = (size: number) => Uint8Array;

const cryptoBytes: RandomBytes = (size) => crypto.getRandomValues(new Uint8Array(size));

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
  const bytes = Uint8Array.from(random(16));
  new DataView(bytes.buffer).setBigUint64(
    0,
    (BigInt(clock.now()) << 16n) | 0x7000n | BigInt(((bytes[6]! & 0x0f) << 8) | bytes[7]!),
  );
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const text = hex(bytes);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

/** A W3C trace id: 16 random bytes in lower-case hex, never all zero. */
export function newTraceId(random: RandomBytes = cryptoBytes): string {
  const id = hex(random(16));
  return /^0+$/.test(id) ? newTraceId(random) : id;
}

/** A W3C span id: 8 random bytes in lower-case hex, never all zero. */
export function newSpanId(random: RandomBytes = cryptoBytes): string {
  const id = hex(random(8));
  return /^0+$/.test(id) ? newSpanId(random) : id;
}
