import { createHmac, timingSafeEqual } from 'node:crypto';
import { principalSchema, type Principal } from '#contracts';

const shortestSecret = 32;
const rememberedAtMost = 1_000;

/**
 * Signs and verifies on whose behalf a request is made: `base64url(JSON) . base64url(HMAC-SHA256)`.
 * The same few principals come again and again, so both directions remember what they have computed, up to a bound.
 */
export class PrincipalSeal {
  private readonly signed = new Map<string, string>();
  private readonly verified = new Map<string, Principal>();

  /** @throws RangeError when the secret is shorter than 32 characters */
  constructor(private readonly secret: string) {
    if (secret.length < shortestSecret) {
      throw new RangeError(`The secret that signs principals has at least ${shortestSecret} characters.`);
    }
  }

  sign(principal: Principal): string {
    const key = `${principal.kind}:${principal.id}`;
    const known = this.signed.get(key);
    if (known !== undefined) return known;
    const text = Buffer.from(JSON.stringify({ id: principal.id, kind: principal.kind })).toString('base64url');
    return remember(this.signed, key, `${text}.${this.mac(text).toString('base64url')}`);
  }

  /** The principal, or `undefined` when the signature is not ours or what it signs is no principal. */
  verify(header: string): Principal | undefined {
    const known = this.verified.get(header);
    if (known) return known;
    const dot = header.indexOf('.');
    if (dot < 1) return undefined;
    const text = header.slice(0, dot);
    const given = Buffer.from(header.slice(dot + 1), 'base64url');
    const expected = this.mac(text);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const parsed = principalSchema.safeParse(jsonOrUndefined(Buffer.from(text, 'base64url').toString()));
    return parsed.success ? remember(this.verified, header, Object.freeze(parsed.data)) : undefined;
  }

  private mac(text: string): Buffer {
    return createHmac('sha256', this.secret).update(text).digest();
  }
}

function remember<T>(memory: Map<string, T>, key: string, value: T): T {
  // Starting over is cheaper than keeping an order of use, and a thousand signatures are made again in milliseconds.
  if (memory.size >= rememberedAtMost) memory.clear();
  memory.set(key, value);
  return value;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
