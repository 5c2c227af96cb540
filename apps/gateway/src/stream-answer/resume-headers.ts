import type { FastifyRequest } from 'fastify';
import { readEventId, type Position } from './event-id.js';

/**
 * Up to where a client that comes back has its answer; null for one that begins.
 * @throws FailureError `invalid-request` for a header that is no id of ours
 */
export function lastEventOf(request: Pick<FastifyRequest, 'headers'>): Position | null {
  const id = request.headers['last-event-id'];
  return id === undefined || id === '' ? null : readEventId(String(id));
}

/** Whether a client says that it comes back when it drops (`Prefer: resumable`, RFC 7240), so that its answer is to go on. */
export function wantsResumable({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const preferences = [headers.prefer ?? []].flat().join(',').split(',');
  return preferences.some((preference) => /^resumable(?:$|[=;\s])/i.test(preference.trim()));
}
