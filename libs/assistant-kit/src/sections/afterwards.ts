/** Words of somebody for whom it is over, or who wants to go back to normal. */
const over =
  /\b(?:over|after|afterwards?|all.?clear|go(?:ing)? back|get back in|back in(?:side)?|(?:back|come) on|return|re-?open|resume|is back|are back|came back|restored|on again|report(?:ing)?|log(?:ging)?|forms?|paperwork|insurance|earlier|yesterday|last (?:night|week|month)|this morning|cleared|left already|have left)\b/i;

/** Whether a question is about what comes after, so that a section for afterwards may answer it. */
export const asksAboutAfterwards = (query: string): boolean => over.test(query);
