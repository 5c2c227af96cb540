/** FNV-1a, 32 bits: the same half for a text for ever, whatever is added before it. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

/** Half of what is labeled is looked at while the system is made; the other half only ever measures it. */
export const isHeldOut = ({ text }: { readonly text: string }): boolean => hash(text.toLowerCase()) % 2 === 1;
