/** The sites of a club by the word that texts call them: `Harbor`, `Mill`. */
export interface SiteWords {
  readonly id: string;
  readonly word: string;
}

interface Mark {
  readonly site: string;
  /** Where the site's word stands. */
  readonly at: number;
  /** Where what separates it from the text before begins. */
  readonly from: number;
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Each place where a site's word opens a part of a list: at the beginning, or after `:`, `;`, `,`, `.` or `(`. */
function marksIn(text: string, sites: readonly SiteWords[]): Mark[] {
  const words = sites.map(({ word }) => escaped(word)).join('|');
  return [...text.matchAll(new RegExp(`(^|[:;,.(])(\\s*)(${words})\\b`, 'g'))].map((match) => {
    const [, before = '', space = '', word = ''] = match;
    const from = before === '(' || before === ':' ? match.index + before.length : match.index;
    return {
      site: sites.find((site) => site.word === word)?.id ?? '',
      at: match.index + before.length + space.length,
      from,
    };
  });
}

/** The end of the last part: the bracket that closes it, or the end of its sentence. */
function endOfList(text: string, from: number): number {
  const end = /\)|\.(?=\s|$)/.exec(text.slice(from));
  return end ? from + end.index : text.length;
}

/**
 * The text with only one site's part of a list that has a part for each: "the AED: Harbor by the door; Mill by the green"
 * becomes "the AED: Mill by the green". What remains is word for word what was written. A text without such a list, or
 * whose list leaves the site out, comes back as it is.
 */
export function forSite(text: string, site: string | undefined, sites: readonly SiteWords[]): string {
  if (site === undefined || sites.length < 2) return text;
  const marks = marksIn(text, sites);
  const first = marks[0];
  const own = marks.findIndex((mark) => mark.site === site);
  const distinct = new Set(marks.map((mark) => mark.site)).size === marks.length;
  if (!first || own < 0 || marks.length < 2 || !distinct) return text;
  const end = endOfList(text, marks.at(-1)?.at ?? 0);
  const part = text.slice(marks[own]?.at, marks[own + 1]?.from ?? end);
  return text.slice(0, first.at) + part.trimEnd() + text.slice(end);
}

/** Whether a step speaks of another site only: it begins with that site's name and a colon. */
export const isForAnotherSite = (text: string, site: string | undefined, sites: readonly SiteWords[]): boolean =>
  site !== undefined && sites.some(({ id, word }) => id !== site && text.startsWith(`${word}:`));
