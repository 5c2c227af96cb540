/** Words that begin a question of their own; before them "and" joins two questions, elsewhere two things of one. */
const opener =
  /^(?:also|what|whats|what's|when|where|wheres|who|which|why|how|hows|is|are|can|could|do|does|did|will|would|may|should|any|are there|is there)\b/i;

const joint = /[?!.;]\s+|,?\s+(?:and also|and|also|plus|oh and)\s+/gi;

/** A question shorter than this is a word or two that lean on the other half. */
const fewestWords = 3;

const words = (text: string): number => text.split(/\s+/).filter((word) => /\w/.test(word)).length;

/**
 * The two questions that one query asks, or nothing where it asks one: "what do clubs cost and can I bring my dog" is two,
 * "for two people and 18 holes" is one. More than two are left as one, for a person to take apart.
 */
export function splitQuestion(query: string): readonly [string, string] | undefined {
  const cuts = [...query.matchAll(joint)].filter((match) => opener.test(query.slice(match.index + match[0].length)));
  const cut = cuts[0];
  if (cut === undefined || cuts.length > 1) return undefined;
  const first = query.slice(0, cut.index).trim();
  const second = query.slice(cut.index + cut[0].length).trim();
  return words(first) >= fewestWords && words(second) >= fewestWords ? [first, second] : undefined;
}
