import type { Action, Ask, Club, Escalation, Source } from '#contracts';
import type { Draft } from '../answer/draft.js';
import type { Candidate } from '../answer/judge.js';
import { figuresOf } from '../grounding/figures.js';
import { ungroundedFigures } from '../grounding/ungrounded-figures.js';
import { categoryBy, type Addition, type AssistantPolicy, type Situation } from '../policy.js';
import { readSection, type Section } from '../sections/section.js';
import type { SiteWords } from '../sections/site-words.js';
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

/** What an answer is made of: one section, or two where two things were asked, and what is named beside them. */
export interface Material {
  readonly chosen: readonly Candidate[];
  readonly near: readonly Candidate[];
  readonly addition?: { readonly addition: Addition; readonly section: Section } | undefined;
}

const siteWordsOf = (club: Club): SiteWords[] =>
  club.sites.map(({ id }) => ({ id, word: id.charAt(0).toUpperCase() + id.slice(1) }));

const contextOf = ({ ask, club, policy }: Question): ComposeContext => ({
  asker: ask.asker,
  site: ask.site,
  sites: siteWordsOf(club),
  sayOpens: policy.sayOpens ?? true,
  sayLabel: policy.sayLabel ?? (() => 'Say to the member:'),
});

export const situationOf = ({ ask, club }: Question, section: Section | undefined): Situation => ({
  query: ask.query,
  asker: ask.asker,
  club,
  site: club.sites.find(({ id }) => id === ask.site),
  sop: section?.passage.sop ?? '',
  title: section?.passage.title ?? '',
  heading: section?.passage.heading ?? '',
  hasSteps: section?.blocks.some(({ kind }) => kind === 'step' || kind === 'desk-step') ?? false,
});

/** A heading as the line above its answer, where two things were asked. One with a figure in it would need a source. */
const titled = ({ opening, section }: ComposedSection, several: boolean): string => {
  const { heading } = section.passage;
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
}

function escalationOf({ ask, club, policy }: Question, { composed, situation }: Parts): Escalation | undefined {
  return (
    policy.escalation?.(situation) ?? (ask.asker === 'member' && isStuck(composed) ? onlyTheDesk(club) : undefined)
  );
}

function actionsOf({ ask, club }: Question, { composed, closing }: Parts): Action[] {
  const phone = club.phones.desk;
  const desk: Action = { by: 'asker', name: 'call-front-desk', label: 'Call the front desk', data: { phone } };
  const actions = composed.flatMap((each) => actionsFor(each, ask.asker, club));
  return withoutDoubles([...actions, ...(closing === undefined ? [] : [desk])], ({ name, label, data }) =>
    JSON.stringify([name, label, data]),
  );
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
  const parts: Parts = { composed, situation, closing };
  const extra =
    material.addition && !isChosen(material.addition.section, material.chosen) ? added(material.addition) : undefined;
  const also = seeAlso(material.near);
  const escalation = escalationOf(question, parts);
  const body = composed.flatMap((each) => [titled(each, composed.length > 1), each.rest]);
  const paragraphs = [body[0], extra?.text, ...body.slice(1), closing, also.text];
  const sources = [...own, ...(extra ? [extra.source] : []), ...also.sources];
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
