import { fail } from '#kernel';

/** `<category>-<id>`: the category is a token of subjects and of permissions, the id whatever names the thing. */
const streamName = /^[a-z][a-z0-9_]{0,62}-[A-Za-z0-9._:-]{1,190}$/;
const eventType = /^[a-z0-9_-]{1,64}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const traceId = /^[0-9a-f]{32}$/;

/** @throws FailureError `invalid-request` when the parts do not make a stream's name */
export function streamOf(category: string, id: string): string {
  const name = `${category}-${id}`;
  if (category.includes('-')) throw fail('invalid-request', 'A category has no hyphen.', `Category: ${category}`);
  checkStream(name);
  return name;
}

export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

export function checkStream(stream: string): void {
  if (!streamName.test(stream)) throw refused(`Not a stream's name: ${stream.slice(0, 80)}`);
}

export const isEventType = (value: string): boolean => eventType.test(value);
export const isUuid = (value: string): boolean => uuid.test(value);
export const isTraceId = (value: string): boolean => traceId.test(value);

export const refused = (internal: string) => fail('invalid-request', 'This cannot be recorded.', internal);
