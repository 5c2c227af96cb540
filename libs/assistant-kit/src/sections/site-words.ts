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

/** How a club's texts call its sites: by their ids, as names. */
export const siteWordsOf = (sites: readonly { readonly id: string }[]): SiteWords[] =>
  sites.map(({ id }) => ({ id, word: id.charAt(0).toUpperCase() + id.slice(1) }));

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

const wordOf = (site: string, sites: readonly SiteWords[]): string => sites.find(({ id }) => id === site)?.word ?? '';

/** The sites that a text opens with, as in `Harbor, Summit: …`, and where what is said of them begins. */
function openingSites(
  text: string,
  sites: readonly SiteWords[],
): { readonly ids: readonly string[]; readonly end: number } {
  const [, names = ''] = /^([^:.;]{1,80}):/.exec(text) ?? [];
  const found = names.split(/,|\band\b|\bor\b/).map((name) => sites.find(({ word }) => word === name.trim())?.id);
  const ids = found.filter((id) => id !== undefined);
  return { ids: ids.length === found.length ? ids : [], end: names.length };
}

/**
 * The text with only one site's part of a list that has a part for each: "the AED: Harbor by the door; Mill by the green"
 * becomes "the AED: Mill by the green". What remains is word for word what was written. A text without such a list, or
 * whose list leaves the site out, comes back as it is.
 */
export function forSite(text: string, site: string | undefined, sites: readonly SiteWords[]): string {
  if (site === undefined || sites.length < 2) return text;
  const { ids, end: named } = openingSites(text, sites);
  if (ids.length > 1 && ids.includes(site)) return wordOf(site, sites) + partOf(text.slice(named), site, sites);
  return partOf(text, site, sites);
}

function partOf(text: string, site: string, sites: readonly SiteWords[]): string {
  const marks = marksIn(text, sites);
  const first = marks[0];
  const own = marks.findIndex((mark) => mark.site === site);
  const distinct = new Set(marks.map((mark) => mark.site)).size === marks.length;
  if (!first || own < 0 || marks.length < 2 || !distinct) return text;
  const end = endOfList(text, marks.at(-1)?.at ?? 0);
  const part = text.slice(marks[own]?.at, marks[own + 1]?.from ?? end);
  return text.slice(0, first.at) + part.trimEnd() + text.slice(end);
}

/** Whether a step speaks of other sites only: it begins with their names and a colon, as in `Harbor, Summit: …`. */
export function isForAnotherSite(text: string, site: string | undefined, sites: readonly SiteWords[]): boolean {
  const { ids } = openingSites(text, sites);
  return site !== undefined && ids.length > 0 && !ids.includes(site);
}

/** Whether a section holds at a site: its author named none, or this one. */
export const holdsAt = (
  { onlyAt }: { readonly onlyAt: readonly string[] },
  site: string | undefined,
  sites: readonly SiteWords[],
): boolean => {
  const own = sites.find(({ id }) => id === site);
  return onlyAt.length === 0 || own === undefined || onlyAt.some((name) => name.toLowerCase() === own.id);
};
