/** A word of somebody who is there: "I'm unlocking it", "let me look". At a kiosk nobody has said that, and nobody does it. */
const firstPerson = /\b(?:I|I'm|I'll|I've|I'd|me|my|mine)\b/;

/** What would be true only after somebody has done it: "you're booked", "help is on its way". */
const claims =
  /\b(?:you're booked|that's done|on (?:its|the|their) way|is back|your refund|here's the|will be credited|we'll|we're waking)\b/i;

const unfinished = /[[\]]|^Hi\b/;

/**
 * Whether a sentence that staff may read out is also true where a machine shows it to a member: no promise that only a
 * person could keep, no claim that something was done, no template to be filled in, no question that nobody would hear
 * the answer to.
 */
export const isTrueAtAKiosk = (say: string): boolean =>
  !firstPerson.test(say) && !claims.test(say) && !unfinished.test(say) && !say.includes('?');
