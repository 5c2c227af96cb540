import { fail } from '#kernel';

/**
 * The version a publication is based on, from its conditional headers (RFC 9110, section 13): `If-Match: "3"`, or
 * `If-None-Match: *` for an SOP that must not exist yet.
 * @throws FailureError `version-required` where neither is sent, `invalid-request` where it cannot be read
 */
export function baseVersionOf(ifMatch: string | undefined, ifNoneMatch: string | undefined): number {
  if (ifMatch === undefined && ifNoneMatch?.trim() === '*') return 0;
  if (ifMatch === undefined) {
    throw fail(
      'version-required',
      'Say which version this is based on: If-Match: "3", or If-None-Match: * for a new SOP.',
    );
  }
  const version = /^(?:W\/)?"?([1-9]\d{0,8})"?$/.exec(ifMatch.trim())?.[1];
  if (version === undefined)
    throw fail('invalid-request', 'If-Match holds one version in quotes, as GET /sops/:id sends it in ETag.');
  return Number(version);
}
