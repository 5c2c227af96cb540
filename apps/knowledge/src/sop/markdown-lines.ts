/** One line of a text, without its line break. */
export interface Line {
  readonly text: string;
  /** Where it begins and ends, in UTF-16 code units; the line break lies outside. */
  readonly start: number;
  readonly end: number;
  /** 1 to 6 for a heading, 0 for anything else; nothing inside a fence of code is a heading. */
  readonly level: number;
}

const heading = /^(#{1,6})(?:[ \t]+|$)/;
const fence = /^ {0,3}(```|~~~)/;

/** The lines of a markdown text, in order. */
export function linesOf(body: string): Line[] {
  const lines: Line[] = [];
  let fencedBy: string | undefined;
  for (let start = 0; start <= body.length;) {
    const lineBreak = body.indexOf('\n', start);
    const next = lineBreak === -1 ? body.length + 1 : lineBreak + 1;
    const whole = body.slice(start, next - 1);
    const text = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    const mark = fence.exec(text)?.[1];
    const level = fencedBy === undefined ? (heading.exec(text)?.[1]!.length ?? 0) : 0;
    if (mark !== undefined && fencedBy === undefined) fencedBy = mark;
    else if (mark === fencedBy) fencedBy = undefined;
    lines.push({ text, start, end: start + text.length, level });
    start = next;
  }
  return lines;
}

/** A heading's words, without its marks. */
export const headingText = (line: Line): string =>
  line.text
    .slice(line.level)
    .replace(/[ \t]#+[ \t]*$/, '')
    .trim();
