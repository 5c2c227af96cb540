/** What a subject is for: a question with one reply, a question with a stream of parts, a control word, an announcement, an event. */
export type SubjectKind = 'request' | 'stream' | 'control' | 'announce' | 'event';

const token = /^[a-z0-9_-]{1,64}$/;

/**
 * A token of a subject. Anything that came from outside passes through here, so that no dot, star or space of a stranger's
 * can widen a subject.
 * @throws RangeError when it does not match `^[a-z0-9_-]{1,64}$`
 */
export function subjectToken(value: string): string {
  if (!token.test(value)) throw new RangeError(`Not a subject token: ${JSON.stringify(value.slice(0, 80))}`);
  return value;
}

/** `club.<service>.<kind>.<name>.v<version>`, the only form a subject of ours has. */
export const subjectOf = (service: string, kind: SubjectKind, name: string, version: number): string =>
  `club.${subjectToken(service)}.${kind}.${subjectToken(name)}.v${Math.trunc(version)}`;

/** The subject on which every service's announcements of one name are heard. */
export const subjectOfEveryService = (kind: 'announce' | 'event', name: string, version: number): string =>
  `club.*.${kind}.${subjectToken(name)}.v${Math.trunc(version)}`;
