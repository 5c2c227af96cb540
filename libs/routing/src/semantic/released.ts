/**
 * Has an array let go of its memory now. What learning needs for a moment is some hundred megabytes in a few arrays, and a
 * collector that counts objects sees no reason to hurry.
 * @returns what is left of it, which is nothing
 */
export const released = (memory: ArrayBuffer): ArrayBuffer => memory.transfer(0);
