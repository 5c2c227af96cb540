/** Bytes that are turned into text at once; more arguments than this overflow the stack of some engines. */
const chunk = 0x8000;

/** The bytes of numbers as they lie in memory, little-endian on every machine we run on. */
export function toBase64({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array | Uint8Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(text);
}

export const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;
