/** Characters of a text that are looked at; the longest query the gateway takes (UTF-16 code units). */
export const longestText = 2000;

/** NFKC may turn one character into 18; what grows beyond this is cut, so that work stays bounded. */
const longestNormalised = 2 * longestText;

const apostrophes = /[\u2018\u2019\u201b\u02bc\u02b9\u00b4\u0060\uff07\u2032]/gu;
/** Format characters (zero width, direction marks, soft hyphen), variation selectors and accents on letters. */
const invisible = /[\p{Cf}\ufe00-\ufe0f\u0300-\u036f]/gu;
const blank = /[\p{Z}\p{Cc}]/gu;

/** At most two of the same letter in a row ("heeelp" becomes "heelp"), one of any other sign, digits as they are. */
function shortenRuns(text: string): string {
  let out = '';
  let previous = '';
  let run = 0;
  for (const char of text) {
    run = char === previous ? run + 1 : 1;
    previous = char;
    const most = isDigit(char) ? Infinity : char.toLowerCase() === char.toUpperCase() ? 1 : 2;
    if (run <= most) out += char;
  }
  return out;
}

const isDigit = (char: string): boolean => char >= '0' && char <= '9';

/**
 * One spelling for texts that a person would call the same: Unicode NFKC, lower case, no accents, one kind of
 * apostrophe, no invisible characters, no stretched letters, single spaces. Never throws, and its work is bounded by
 * `longestText`, whatever it is given.
 */
export function normalise(text: string): string {
  const folded = text
    .slice(0, longestText)
    .normalize('NFKC')
    .slice(0, longestNormalised)
    .toLowerCase()
    .replace(apostrophes, "'")
    .normalize('NFD')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(blank, ' ');
  return shortenRuns(folded).trim().slice(0, longestText);
}
