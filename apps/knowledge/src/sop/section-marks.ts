/** What an author says of a section below its heading, for whoever looks for it; none of it is read out. */
export interface SectionMarks {
  /** `Only at: Harbor, Summit`: the sites it holds at, in lower case; empty where it holds at all of its SOP's. */
  readonly onlyAt: readonly string[];
  /** `Asked as: hire a coach; golf pro`: how people ask for just this section. */
  readonly askedAs: readonly string[];
  /** Lines that look like marks and say nothing that is known. */
  readonly unknown: readonly string[];
  /** The section without its marks. */
  readonly text: string;
}

const mark = /^(Only at|Asked as|When):[ \t]*(.*)$/;

const listOf = (text: string, separator: RegExp): string[] =>
  text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Reads the marks at the beginning of a section, one a line, and stops at the first line that is none. */
export function readMarks(section: string): SectionMarks {
  const lines = section.split('\n');
  const onlyAt: string[] = [];
  const askedAs: string[] = [];
  const unknown: string[] = [];
  let at = 0;
  for (; at < lines.length; at += 1) {
    const line = lines[at]!.trim();
    const [, name, value = ''] = mark.exec(line) ?? [];
    if (line !== '' && name === undefined) break;
    if (name === 'Only at') onlyAt.push(...listOf(value.toLowerCase(), /,|\band\b|\bor\b/));
    if (name === 'Asked as') askedAs.push(...listOf(value, /;/));
    if (name !== undefined && (value === '' || (name === 'When' && value !== 'afterwards'))) unknown.push(line);
  }
  return { onlyAt, askedAs, unknown, text: lines.slice(at).join('\n') };
}
