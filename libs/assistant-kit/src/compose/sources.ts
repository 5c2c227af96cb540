import type { Source } from '#contracts';
import type { Block, Section } from '../sections/section.js';

/** Runs of blocks with nothing but unused white space or headings between them: `section.blocks` has them in order. */
function runsOf(section: Section, used: readonly Block[]): Block[][] {
  const runs: Block[][] = [];
  let open: Block[] | undefined;
  for (const block of section.blocks) {
    if (!used.includes(block)) {
      open = undefined;
    } else if (open) {
      open.push(block);
    } else {
      open = [block];
      runs.push(open);
    }
  }
  return runs;
}

/** The exact span of a passage between two places of its SOP's body. */
function sourceAt({ passage }: Section, start: number, end: number): Source {
  const { sop, version, title, heading } = passage;
  return {
    sop,
    version,
    title,
    heading,
    quote: passage.text.slice(start - passage.start, end - passage.start),
    start,
    end,
  };
}

/**
 * The spans that blocks stand in, as few as hold them and nothing else: what a member is not shown is in no quote either.
 */
export const sourcesOf = (section: Section, used: readonly Block[]): Source[] =>
  runsOf(section, used).map((run) => sourceAt(section, run[0]?.start ?? 0, run.at(-1)?.end ?? 0));
