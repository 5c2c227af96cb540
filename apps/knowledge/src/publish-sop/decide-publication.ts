import { err, failure, ok, type Result } from '#kernel';

/** What there is of an SOP before a publication. */
export interface CurrentSop {
  readonly version: number;
  readonly contentHash: string;
}

export type Decision = { readonly kind: 'unchanged' } | { readonly kind: 'publish'; readonly version: number };

/**
 * Whether a content becomes the next version. The content that is there already is no news, whatever it was based on;
 * anything else has to be based on the version that is there, 0 for none.
 * @returns a failure `version-conflict` that names the current version
 */
export function decidePublication(
  current: CurrentSop | undefined,
  contentHash: string,
  baseVersion: number,
): Result<Decision> {
  if (current?.contentHash === contentHash) return ok({ kind: 'unchanged' });
  const version = current?.version ?? 0;
  if (baseVersion === version) return ok({ kind: 'publish', version: version + 1 });
  const is = version === 0 ? 'There is no version yet' : `The current version is ${version}`;
  const was = baseVersion === 0 ? 'none' : `version ${baseVersion}`;
  return err(failure('version-conflict', `${is}; this was based on ${was}.`));
}
