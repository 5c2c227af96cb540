import type { Passage } from '#contracts';
import { remembered } from '../remembered.js';

/**
 * What the lines of a section are for: the sentence that is the answer, further sentences, steps for whoever is on the
 * spot, steps that only the front desk can do, rows of a table, and what may be read out to a member.
 */
export type BlockKind = 'lead' | 'text' | 'step' | 'desk-step' | 'row' | 'say';

/** One line of a section, ready to be read out, and where it stands in the body of its SOP version (UTF-16 code units). */
export interface Block {
  readonly kind: BlockKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of steps only: the number it has in the SOP. */
  readonly number?: number;
}

/** One situation of an SOP, as its author wrote it: the answer first, then steps, then what to say. */
export interface Section {
  readonly passage: Passage;
  readonly blocks: readonly Block[];
  /** The sites it holds at, where its author named some (`Only at: Harbor`), as they are written; else empty. */
  readonly onlyAt: readonly string[];
  /** Whether it is for when something is over (`When: afterwards`): nobody in the middle of it is helped by it. */
  readonly afterwards: boolean;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

/** What an author says of a section below its heading, one mark a line; none of it is read out. */
const mark = /^(Only at|Asked as|When):[ \t]*(.*)$/;

const step = /^\s*(\d{1,3})[.)]\s+/;
const deskMark = /^\*\*Desk:\*\*\s*/;
const quote = /^\s*>\s?/;
const sayMark = /^Say:\s*/;
const bullet = /^\s*[-*+]\s+/;
const tableRule = /^[\s:|-]+$/;

/** Text without the marks of markdown that sound odd when they are read aloud. */
export const plain = (markdown: string): string =>
  markdown
    .replace(/\*\*|`/g, '')
    .replace(/(^|[\s(])\*(?=\S)/g, '$1')
    .replace(/(?<=\S)\*(?=[\s).,;:!?]|$)/g, '')
    .replace(/\[([^\][]{1,200})\]\((?:https?:\/\/)?([^()\s]{1,300})\)/g, '$1 ($2)')
    .replace(/\s+/g, ' ')
    .trim();

/** Headings that say nothing which a cell does not say itself. */
const emptyHeading = /^(?:what|when|where|who|for whom|other|price|form|you get|instead of)$/i;
/** Headings that go behind what they explain: "32 dollars an hour", "59 dollars monthly". */
const headingBehind = /^(?:an?|per|each) |ly$/i;

function readCell(heading: string, cell: string): string {
  if (emptyHeading.test(heading)) return cell;
  return headingBehind.test(heading) ? `${cell} ${heading}` : `${heading} ${cell}`.trim();
}

/** "1 player", "3 to 4 players": a row whose name is a number is named by what it counts. */
const readName = (heading: string, name: string): string => {
  if (!/^[\d\s.,to-]+$/.test(name)) return name;
  return `${name} ${name === '1' ? heading.replace(/s$/, '') : heading}`.trim();
};

/**
 * A row of a table as a sentence. With two columns the second explains the first; with more, each cell is named by its
 * heading, so that `56` under `peak` is still known to be the peak price when nobody sees the table.
 */
export function readRow(header: readonly string[], cells: readonly string[]): string {
  const [name = '', ...rest] = cells;
  const first = readName(header[0] ?? '', name);
  if (rest.length === 1) return `${first}: ${rest[0] ?? ''}`;
  return `${first}: ${rest.map((cell, index) => readCell(header[index + 1] ?? '', cell)).join('; ')}`;
}

const cellsOf = (row: string): string[] =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => plain(cell));

/** What kind of block a line begins, or `undefined` where it goes on with the one before it. */
function kindOf(line: string, isFirst: boolean): BlockKind | undefined {
  if (step.test(line)) return deskMark.test(line.replace(step, '')) ? 'desk-step' : 'step';
  if (quote.test(line)) return 'say';
  if (bullet.test(line)) return 'text';
  if (isFirst) return 'lead';
  return undefined;
}

const readable = (kind: BlockKind, markdown: string): string => {
  switch (kind) {
    case 'step':
    case 'desk-step':
      return plain(markdown.replace(step, '').replace(deskMark, ''));
    case 'say':
      return plain(
        markdown
          .split('\n')
          .map((line) => line.replace(quote, ''))
          .join(' ')
          .replace(sayMark, ''),
      );
    default:
      return plain(markdown.replace(bullet, ''));
  }
};

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const result = { text: line, start };
    start += line.length + 1;
    return result;
  });
}

class SectionReader {
  readonly blocks: Block[] = [];
  onlyAt: readonly string[] = [];
  afterwards = false;
  private open: { kind: BlockKind; raw: string; start: number } | undefined;
  private header: string[] | undefined;

  read(line: Line): void {
    if (this.isMark(line.text)) return;
    if (line.text.trim() === '' || /^#{1,6}\s/.test(line.text)) return this.close();
    if (/^\s*\|/.test(line.text)) return this.row(line);
    this.header = undefined;
    const kind = kindOf(line.text, this.blocks.length === 0 && this.open === undefined);
    const continues = this.open !== undefined && (kind === undefined || (kind === 'say' && this.open.kind === 'say'));
    if (continues && this.open) this.open.raw += `\n${line.text}`;
    else this.begin(kind ?? 'text', line);
  }

  close(): void {
    if (!this.open) return;
    const { kind, raw, start } = this.open;
    const trimmed = raw.trimEnd();
    const text = readable(kind, trimmed);
    const number = step.exec(trimmed)?.[1];
    const numbered = number === undefined ? {} : { number: Number(number) };
    if (text !== '') this.blocks.push({ kind, text, start, end: start + trimmed.length, ...numbered });
    this.open = undefined;
    this.header = undefined;
  }

  /** Marks stand before everything else; further down the same words are text. */
  private isMark(text: string): boolean {
    const found = this.blocks.length === 0 && this.open === undefined ? mark.exec(text.trim()) : null;
    if (!found) return false;
    const [, name, value = ''] = found;
    if (name === 'Only at') this.onlyAt = value.split(/,|\band\b|\bor\b/).map((site) => site.trim());
    if (name === 'When') this.afterwards = value === 'afterwards';
    return true;
  }

  private begin(kind: BlockKind, line: Line): void {
    this.close();
    this.open = { kind, raw: line.text, start: line.start };
  }

  private row(line: Line): void {
    const header = this.header;
    this.close();
    this.header = header ?? cellsOf(line.text);
    if (header === undefined || tableRule.test(line.text)) return;
    const trimmed = line.text.trimEnd();
    this.blocks.push({
      kind: 'row',
      text: readRow(header, cellsOf(line.text)),
      start: line.start,
      end: line.start + trimmed.length,
    });
  }
}

const nothing: Omit<Section, 'passage'> = { blocks: [], onlyAt: [], afterwards: false };

/** The text of a section, as it stands at the beginning of a body. */
const readText = remembered((text: string): Omit<Section, 'passage'> => {
  const reader = new SectionReader();
  for (const line of linesOf(text)) reader.read(line);
  reader.close();
  const { blocks, onlyAt, afterwards } = reader;
  return { blocks, onlyAt, afterwards };
});

/** Reads a passage as a section. A passage that is not what it says it is (its span and its text differ in length) has no blocks. */
export function readSection(passage: Passage): Section {
  const { text, start, end } = passage;
  if (text.length !== end - start) return { passage, ...nothing };
  const read = readText(text);
  const blocks = read.blocks.map((block) => ({ ...block, start: start + block.start, end: start + block.end }));
  return { ...read, passage, blocks };
}
