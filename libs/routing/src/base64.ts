/** The bytes of numbers as they lie in memory, little-endian on every machine we run on. */
export const toBase64 = ({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array | Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** A copy of its own, so that numbers of four bytes may begin at its first byte. */
export const bytesOf = (base64: string): ArrayBuffer => Uint8Array.from(Buffer.from(base64, 'base64')).buffer;
