import type { Source } from '#contracts';
import type { Candidate } from '../answer/judge.js';
import { figuresOf } from '../grounding/figures.js';
import { readSection } from '../sections/section.js';
import { sourcesOf } from './sources.js';

/** With a full stop, unless it ends as a sentence already. */
const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

/**
 * Sections beside the ones answered from that may be meant as well: their headings named, their first sentences as
 * sources. A heading with a figure in it is left out; the figure would stand in no source.
 */
export function seeAlso(near: readonly Candidate[]): {
  readonly text: string | undefined;
  readonly sources: readonly Source[];
} {
  const found = near.flatMap(({ passage }) => {
    const section = readSection(passage);
    const lead = section.blocks.find(({ kind }) => kind === 'lead');
    if (!lead || figuresOf(passage.heading).length > 0) return [];
    return [{ heading: passage.heading, sources: sourcesOf(section, [lead]) }];
  });
  const headings = found.map(({ heading }) => heading);
  return {
    text: headings.length === 0 ? undefined : sentence(`See also: ${headings.join('; ')}`),
    sources: found.flatMap(({ sources }) => sources),
  };
}
