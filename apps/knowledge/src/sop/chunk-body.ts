import { headingText, linesOf, type Line } from './markdown-lines.js';

/** A part of a body that can stand as a source: `body.slice(start, end) === text`. */
export interface Chunk {
  /** The heading it stands under; the title where it has none. */
  readonly heading: string;
  readonly text: string;
  /** UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

/** A source longer than this, in UTF-16 code units, is no longer read at a glance. */
export const chunkLengthAtMost = 2000;

interface Span {
  readonly start: number;
  readonly end: number;
}

const listItem = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/;

/**
 * Cuts a body into its sections: what stands under each heading of the first and the second level, without the heading
 * itself. A section longer than `chunkLengthAtMost` is cut further, between paragraphs, list items, smaller headings and
 * table rows where it can, between sentences or words where it must.
 */
export function chunkBody(body: string, title: string): Chunk[] {
  return sectionsOf(linesOf(body), title).flatMap(({ heading, lines }) =>
    spansOf(body, lines).map((span) => ({ heading, text: body.slice(span.start, span.end), ...span })),
  );
}

function sectionsOf(lines: readonly Line[], title: string): { heading: string; lines: Line[] }[] {
  const sections: { heading: string; lines: Line[] }[] = [{ heading: title, lines: [] }];
  for (const line of lines) {
    if (line.level === 1 || line.level === 2) sections.push({ heading: headingText(line) || title, lines: [] });
    else sections.at(-1)!.lines.push(line);
  }
  return sections;
}

function spansOf(body: string, lines: readonly Line[]): Span[] {
  const whole = trimmed(body, { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 });
  if (!whole || lines.every(({ text, level }) => level > 0 || text.trim() === '')) return [];
  if (whole.end - whole.start <= chunkLengthAtMost) return [whole];
  const pieces = blocksOf(lines).flatMap((block) => cut(body, block));
  return packed(pieces).flatMap((span) => trimmed(body, span) ?? []);
}

/** Runs of lines that belong together: a paragraph, a list item with what hangs on it, a row of a table. */
function blocksOf(lines: readonly Line[]): Span[] {
  const blocks: { start: number; end: number }[] = [];
  let open = false;
  for (const { text, start, end, level } of lines) {
    const blank = text.trim() === '';
    const begins = level > 0 || listItem.test(text) || text.startsWith('|');
    if (!blank && (!open || begins)) blocks.push({ start, end });
    else if (blocks.length > 0) blocks.at(-1)!.end = end;
    open = !blank;
  }
  return blocks;
}

/** A block that is too long by itself, at the ends of sentences or words, never inside a surrogate pair. */
function cut(body: string, { start, end }: Span): Span[] {
  const pieces: Span[] = [];
  let from = start;
  while (end - from > chunkLengthAtMost) {
    const to = from + breakIn(body.slice(from, from + chunkLengthAtMost));
    pieces.push({ start: from, end: to });
    from = to;
  }
  return [...pieces, { start: from, end }];
}

function breakIn(text: string): number {
  const half = text.length / 2;
  const sentence = Math.max(...['. ', '! ', '? ', '.\n', '\n'].map((mark) => text.lastIndexOf(mark) + mark.length));
  if (sentence > half) return sentence;
  const word = text.lastIndexOf(' ') + 1;
  if (word > half) return word;
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.length - 1 : text.length;
}

function packed(pieces: readonly Span[]): Span[] {
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of pieces) {
    const last = spans.at(-1);
    if (last && end - last.start <= chunkLengthAtMost) last.end = end;
    else spans.push({ start, end });
  }
  return spans;
}

function trimmed(body: string, { start, end }: Span): Span | undefined {
  const text = body.slice(start, end);
  const from = start + (text.length - text.trimStart().length);
  const to = end - (text.length - text.trimEnd().length);
  return from < to ? { start: from, end: to } : undefined;
}
