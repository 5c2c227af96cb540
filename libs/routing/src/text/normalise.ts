/** Characters of a text that are looked at; the longest query the gateway takes (UTF-16 code units). */
export const longestText = 2000;

/** NFKC may turn one character into 18; what grows beyond this is cut, so that work stays bounded. */
const longestNormalised = 2 * longestText;

const apostrophes = /[\u2018\u2019\u201b\u02bc\u02b9\u00b4\u0060\uff07\u2032]/gu;
/** Format characters (zero width, direction marks, soft hyphen), variation selectors and accents on letters. */
const invisible = /[\p{Cf}\ufe00-\ufe0f\u0300-\u036f]/gu;
const blank = /[\p{Z}\p{Cc}]/gu;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** How many of a sign may stand in a row: as many as there are of a digit, two of a letter, one of anything else. */
function mostInARow(code: number): number {
  if (isDigit(code)) return Infinity;
  const sign = String.fromCodePoint(code);
  return sign.toLowerCase() === sign.toUpperCase() ? 1 : 2;
}

/** At most two of the same letter in a row ("heeelp" becomes "heelp"), one of any other sign, digits as they are. */
function shortenRuns(text: string): string {
  let out = '';
  let taken = 0;
  let previous = -1;
  let run = 0;
  let most = 0;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at)!;
    const next = at + (code > 0xffff ? 2 : 1);
    run = code === previous ? run + 1 : 1;
    if (run === 2) most = mostInARow(code);
    if (run > 1 && run > most) {
      out += text.slice(taken, at);
      taken = next;
    }
    previous = code;
    at = next;
  }
  return taken === 0 ? text : out + text.slice(taken);
}

/** Signs that most people type, which have one spelling each and no accents to take off. */
const plain = /^[ -_a-~]*$/u;

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .slice(0, longestNormalised)
    .toLowerCase()
    .replace(apostrophes, "'")
    .normalize('NFD')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(blank, ' ');

/**
 * One spelling for texts that a person would call the same: Unicode NFKC, lower case, no accents, one kind of
 * apostrophe, no invisible characters, no stretched letters, single spaces. Never throws, and its work is bounded by
 * `longestText`, whatever it is given.
 */
export function normalise(text: string): string {
  const said = text.slice(0, longestText);
  const folded = plain.test(said) ? said.toLowerCase() : fold(said);
  return shortenRuns(folded).trim().slice(0, longestText);
}
