/**
 * A number of 32 bits for a text, the same everywhere and always: FNV-1a over UTF-16 code units, then mixed, so that its
 * low bits depend on all of the text.
 */
export function hash32(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
