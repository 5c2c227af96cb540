import type { Action, Ask, Club, Escalation, Source } from '#contracts';
import type { Draft } from '../answer/draft.js';
import type { Candidate } from '../answer/judge.js';
import { figuresOf } from '../grounding/figures.js';
import { ungroundedFigures } from '../grounding/ungrounded-figures.js';
import { categoryBy, type Addition, type AssistantPolicy, type Situation } from '../policy.js';
import { readSection, type Section } from '../sections/section.js';
import { siteWordsOf } from '../sections/site-words.js';
import { actionsFor } from './actions.js';
import { composeSection, type ComposeContext, type ComposedSection } from './compose-section.js';
import { handOver, isStuck } from './hand-over.js';
import { seeAlso } from './see-also.js';
import { sourcesOf } from './sources.js';

export interface Question {
  readonly ask: Ask;
  readonly club: Club;
  readonly policy: AssistantPolicy;
}

/**
 * What an answer is made of: one section, two where two things were asked, or one for each site where they differ and the
 * site is not known; and what is named beside them.
 */
export interface Material {
  readonly chosen: readonly Candidate[];
  readonly near: readonly Candidate[];
  /** What holds at every site, where the sections chosen are each a site's own: it comes first. */
  readonly everywhere?: Section | undefined;
  /** The part of the question that nothing here answers. */
  readonly uncovered?: string | undefined;
  readonly addition?: { readonly addition: Addition; readonly section: Section } | undefined;
}

const contextOf = ({ ask, club, policy }: Question): ComposeContext => ({
  asker: ask.asker,
  site: ask.site,
  sites: siteWordsOf(club.sites),
  sayOpens: policy.sayOpens ?? true,
  sayLabel: policy.sayLabel ?? (() => 'Say to the member:'),
});

export const situationOf = ({ ask, club }: Question, section: Section | undefined, unsure = false): Situation => ({
  query: ask.query,
  asker: ask.asker,
  club,
  site: club.sites.find(({ id }) => id === ask.site),
  sop: section?.passage.sop ?? '',
  title: section?.passage.title ?? '',
  heading: section?.passage.heading ?? '',
  hasSteps: section?.blocks.some(({ kind }) => kind === 'step' || kind === 'desk-step') ?? false,
  emergency: ask.emergency,
  unsure,
});

/** A heading as the line above its answer, where two things were asked. One with a figure in it would need a source. */
const titled = ({ opening, section }: ComposedSection, several: boolean): string => {
  const { heading } = section.passage;
  if (several && section.onlyAt.length > 0) return `At ${section.onlyAt.join(' and ')}: ${opening}`;
  return several && figuresOf(heading).length === 0 ? `${heading}: ${opening}` : opening;
};

/** The line that the assistant adds to each answer, if the section has it and every figure of it stands there. */
function added({ addition, section }: NonNullable<Material['addition']>): { text: string; source: Source } | undefined {
  const line = addition.line(section);
  if (!line) return undefined;
  const source = sourcesOf(
    section,
    section.blocks.filter(({ text }) => text.includes(line.from)),
  )[0];
  return source && ungroundedFigures(line.text, [source]).length === 0 ? { text: line.text, source } : undefined;
}

const isChosen = ({ passage }: Section, chosen: readonly Candidate[]): boolean =>
  chosen.some((each) => each.passage.sop === passage.sop && each.passage.start === passage.start);

const withoutDoubles = <T>(items: readonly T[], keyOf: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];

const onlyTheDesk = (club: Club): Escalation => ({
  to: 'front-desk',
  reason: 'Only the front desk can do this',
  how: `Call ${club.phones.desk}`,
});

interface Parts {
  readonly composed: readonly ComposedSection[];
  readonly situation: Situation;
  /** What hands a member over to the front desk. */
  readonly closing: string | undefined;
  readonly escalation: Escalation | undefined;
}

function escalationOf(
  { ask, club, policy }: Question,
  { composed, situation }: Pick<Parts, 'composed' | 'situation'>,
): Escalation | undefined {
  return (
    policy.escalation?.(situation) ?? (ask.asker === 'member' && isStuck(composed) ? onlyTheDesk(club) : undefined)
  );
}

function actionsOf({ ask, club }: Question, { composed, closing, escalation }: Parts): Action[] {
  const phone = club.phones.desk;
  const isEmergency = escalation?.to === club.phones.emergency;
  const desk: Action = { by: 'asker', name: 'call-front-desk', label: 'Call the front desk', data: { phone } };
  const actions = composed.flatMap((each) => actionsFor(each, ask.asker, club, isEmergency));
  return withoutDoubles([...actions, ...(closing === undefined ? [] : [desk])], ({ name, label, data }) =>
    JSON.stringify([name, label, data]),
  );
}

/** Names the part that is not answered, without a figure of the asker's that no source has. */
const notCovered = (part: string): string =>
  figuresOf(part).length === 0
    ? `Not covered here: "${part.replace(/[?!.\s]+$/, '')}". Please ask that on its own.`
    : 'The other part of the question is not covered here. Please ask that on its own.';

/** What holds everywhere, in the words of its first line. */
function leadOf(section: Section | undefined): { text: string; sources: readonly Source[] } | undefined {
  const lead = section?.blocks.find(({ kind }) => kind === 'lead');
  return section && lead ? { text: lead.text, sources: sourcesOf(section, [lead]) } : undefined;
}

/**
 * The answer that sections give, in full: every word of it from the spans it cites, but for fixed words that connect them.
 */
export function composeAnswer(question: Question, material: Material): Draft {
  const { ask, club, policy } = question;
  const composed = material.chosen.map(({ passage }) => composeSection(readSection(passage), contextOf(question)));
  const own = composed.flatMap(({ section, used }) => sourcesOf(section, used));
  const situation = situationOf(question, composed[0]?.section);
  const category = (policy.category ?? categoryBy())(situation);
  const closing = ask.asker === 'member' && category === 'solution' ? handOver(composed, own, club) : undefined;
  const escalation = escalationOf(question, { composed, situation });
  const parts: Parts = { composed, situation, closing, escalation };
  const extra =
    material.addition && !isChosen(material.addition.section, material.chosen) ? added(material.addition) : undefined;
  const also = seeAlso(material.near);
  const everywhere = leadOf(material.everywhere);
  const uncovered = material.uncovered === undefined ? undefined : notCovered(material.uncovered);
  const body = composed.flatMap((each) => [titled(each, composed.length > 1), each.rest]);
  const paragraphs = [everywhere?.text, body[0], extra?.text, ...body.slice(1), closing, uncovered, also.text];
  const sources = [...(everywhere?.sources ?? []), ...own, ...(extra ? [extra.source] : []), ...also.sources];
  return {
    paragraphs: paragraphs.filter((text): text is string => text !== undefined && text !== ''),
    sources: withoutDoubles(sources, ({ sop, start, end }) => `${sop} ${start} ${end}`),
    actions: actionsOf(question, parts),
    escalation,
    category: escalation ? 'escalation' : category,
    priority: policy.priority(situation),
    confidence: Math.min(...material.chosen.map(({ confidence }) => confidence)),
    composedBy: 'extractive',
    degraded: [],
  };
}
