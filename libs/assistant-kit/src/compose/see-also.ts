import type { Source } from '#contracts';
import type { Candidate } from '../answer/judge.js';
import { ungroundedPromises } from '../grounding/promises.js';
import { ungroundedFigures } from '../grounding/ungrounded-figures.js';
import { readSection } from '../sections/section.js';
import { sourcesOf } from './sources.js';

/** With a full stop, unless it ends as a sentence already. */
const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

/** The first sentence of a section as a source; none where it has none. */
export function leadOf({ passage }: Candidate): readonly Source[] {
  const section = readSection(passage);
  const lead = section.blocks.find(({ kind }) => kind === 'lead');
  return lead ? sourcesOf(section, [lead]) : [];
}

/**
 * Sections beside the ones answered from that may be meant as well: their headings named, their first sentences as
 * sources. A heading with a figure or a promise that its first sentence has not is left out.
 */
export function seeAlso(near: readonly Candidate[]): {
  readonly text: string | undefined;
  readonly sources: readonly Source[];
} {
  const found = near.flatMap((candidate) => {
    const sources = leadOf(candidate);
    const { heading } = candidate.passage;
    const madeUp = [...ungroundedFigures(heading, sources), ...ungroundedPromises(heading, sources)];
    const named = sources.length > 0 && madeUp.length === 0;
    return named ? [{ heading, sources }] : [];
  });
  const headings = found.map(({ heading }) => heading);
  return {
    text: headings.length === 0 ? undefined : sentence(`See also: ${headings.join('; ')}`),
    sources: found.flatMap(({ sources }) => sources),
  };
}
