import { fail } from '#kernel';

/**
 * The version a change is based on, from its conditional headers (RFC 9110, section 13): `If-Match: "3"`, or
 * `If-None-Match: *` for what must not exist yet.
 * @throws FailureError `version-required` where neither is sent, `version-conflict` for a weak tag, `invalid-request` where
 * it cannot be read
 */
export function baseVersionOf(ifMatch: string | undefined, ifNoneMatch: string | undefined): number {
  if (ifMatch === undefined && ifNoneMatch?.trim() === '*') return 0;
  if (ifMatch === undefined) {
    throw fail(
      'version-required',
      'Say which version this is based on: If-Match: "3" as ETag gave it, or If-None-Match: * for what is new.',
    );
  }
  // Weak tags never match there (RFC 9110, 13.1.1): two texts under one weak tag may differ.
  if (ifMatch.trim().startsWith('W/'))
    throw fail('version-conflict', 'A weak tag matches no version: send If-Match: "3" as ETag gave it, without W/.');
  const version = /^"?(0|[1-9]\d{0,8})"?$/.exec(ifMatch.trim())?.[1];
  if (version === undefined)
    throw fail('invalid-request', 'If-Match holds one version in quotes, as reading it sends it in ETag.');
  return Number(version);
}
