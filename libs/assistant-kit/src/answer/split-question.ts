/** Words that begin a question of their own; before them "and" joins two questions, elsewhere two things of one. */
const question =
  /^(?:also|what|whats|what's|when|where|wheres|who|which|why|how|hows|is|are|can|could|do|does|did|will|would|may|should|any|are there|is there)\b/i;

/**
 * Words that begin a sentence with a subject of its own, after which something is told of it: "my screen is frozen". One
 * that only points back ("and it still rains") leans on the first half and is no opener.
 */
const statement =
  /^(?:(?:i|we|you|there|someone|somebody|nobody|(?:my|our|the|his|her|their|your|one|a|an|no|cust(?:omer)?(?:'s)?|member(?:'s)?) \S+(?: \S+)?) )(?:\S+ ){0,2}?(?:am|is|isn't|isnt|are|aren't|arent|was|wasn't|wasnt|were|has|hasn't|hasnt|have|haven't|havent|had|can't|cant|cannot|can|could|want|wants|need|needs|would|did|didn't|didnt|does|doesn't|doesnt|don't|dont|won't|wont|got|gets|keeps|keep|lost|left|forgot|froze|broke|stopped|stays|shows|says|feel|feels|smell|smells|see|hear)\b/i;

const joint = /[?!.;]\s+|,?\s+(?:and also|and|also|plus|oh and)\s+/gi;

/** A question shorter than this is a word or two that lean on the other half. */
const fewestWords = 3;

/** Longer than this, a query is a story whose parts explain each other, and is looked up whole. */
const longest = 300;

const words = (text: string): number => text.split(/\s+/).filter((word) => /\w/.test(word)).length;

/**
 * The two things that one query asks, or nothing where it asks one: "what do clubs cost and can I bring my dog" is two, "I
 * was charged twice and my screen is frozen" is, "for two people and 18 holes" is one. More than two are left as one, for
 * a person to take apart.
 */
export function splitQuestion(query: string): readonly [string, string] | undefined {
  if (query.length > longest) return undefined;
  const cuts = [...query.matchAll(joint)].filter((match) => {
    const rest = query.slice(match.index + match[0].length);
    return question.test(rest) || statement.test(rest);
  });
  const cut = cuts[0];
  if (cut === undefined || cuts.length > 1) return undefined;
  const first = query.slice(0, cut.index).trim();
  const second = query.slice(cut.index + cut[0].length).trim();
  return words(first) >= fewestWords && words(second) >= fewestWords ? [first, second] : undefined;
}
