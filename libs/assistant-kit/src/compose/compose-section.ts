import type { Ask } from '#contracts';
import type { Block, Section } from '../sections/section.js';
import { forSite, isForAnotherSite, type SiteWords } from '../sections/site-words.js';
import { isTrueAtAKiosk } from './sayable.js';

export interface ComposeContext {
  readonly asker: Ask['asker'];
  readonly site: string | undefined;
  readonly sites: readonly SiteWords[];
  /** Whether what may be said to a member can open the answer to one. In an emergency the first sentence is the order. */
  readonly sayOpens: boolean;
  /** What stands before the words to be said, by SOP: "Say to the member:". */
  sayLabel(sop: string, say: string): string;
}

/** What is said of one section, and what it was made from. */
export interface ComposedSection {
  readonly section: Section;
  readonly opening: string;
  readonly rest: string;
  /** In the order of the SOP. */
  readonly used: readonly Block[];
  /** The same as they are said: narrowed to the site. */
  readonly said: readonly string[];
  /** Steps of the front desk that a member is not shown. */
  readonly leftToDesk: readonly Block[];
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Words that carry meaning, shortened to what forms of a word share. */
const stems = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z]{4,}|\d+/g) ?? []).map((word) => word.slice(0, 5));

/** Share of a text's words that others hold too, 0 to 1. */
function shareHeldBy(text: string, others: string): number {
  const own = stems(text);
  const held = new Set(stems(others));
  return own.length === 0 ? 1 : own.filter((stem) => held.has(stem)).length / own.length;
}

/** With this share of its words said already, a first sentence adds nothing. */
const saidAlready = 0.75;

interface Item {
  readonly kind: 'step' | 'row' | 'paragraph';
  readonly text: string;
}

/** Steps numbered from `firstStep` on, rows as a list, an empty line between what is no list. */
function layOut(items: readonly Item[], firstStep: number): string {
  let text = '';
  let previous: Item['kind'] | undefined;
  let step = firstStep - 1;
  for (const { kind, text: item } of items) {
    if (kind === 'step') step += 1;
    const line = kind === 'step' ? `${step}. ${item}` : kind === 'row' ? `- ${item}` : item;
    const together = kind === previous && kind !== 'paragraph';
    text += previous === undefined ? line : `${together ? '\n' : '\n\n'}${line}`;
    previous = kind;
  }
  return text;
}

/** The number of a section's first step: more than 1 where a long section was cut in its list. */
const firstStepOf = ({ blocks }: Section): number => blocks.find(({ number }) => number !== undefined)?.number ?? 1;

function itemOf(block: Block, said: string, label: string): Item {
  switch (block.kind) {
    case 'step':
      return { kind: 'step', text: capitalized(said) };
    case 'desk-step':
      return { kind: 'step', text: `Desk: ${capitalized(said)}` };
    case 'row':
      return { kind: 'row', text: said };
    case 'say':
      return { kind: 'paragraph', text: `${label} "${said}"` };
    default:
      return { kind: 'paragraph', text: said };
  }
}

/** Everything, as the procedure has it: first the answer, then all steps, then what to say. */
function forStaff(
  section: Section,
  context: ComposeContext,
  blocks: readonly Block[],
  lead: Block | undefined,
): ComposedSection {
  const say = (block: Block): string => forSite(block.text, context.site, context.sites);
  const rest = blocks
    .filter((block) => block !== lead)
    .map((block) => itemOf(block, say(block), context.sayLabel(section.passage.sop, block.text)));
  return {
    section,
    opening: lead ? say(lead) : '',
    rest: layOut(rest, firstStepOf(section)),
    used: blocks,
    said: blocks.map(say),
    leftToDesk: [],
  };
}

/** "When over half was lost:" stands before words to be said, and says nothing without them. */
const announces = ({ kind, text }: Block): boolean => kind === 'text' && text.endsWith(':');

/** What a member can do, opened by what staff would say if it is true without them; the desk's steps are left to the desk. */
function forMember(
  section: Section,
  context: ComposeContext,
  blocks: readonly Block[],
  lead: Block | undefined,
): ComposedSection {
  const text = (block: Block): string => forSite(block.text, context.site, context.sites);
  const leftToDesk = blocks.filter(({ kind }) => kind === 'desk-step');
  const say = context.sayOpens ? blocks.find((block) => block.kind === 'say' && isTrueAtAKiosk(block.text)) : undefined;
  const shown = blocks.filter(
    (block) => block !== lead && block.kind !== 'say' && block.kind !== 'desk-step' && !announces(block),
  );
  const told = [...shown.map(text), say?.text ?? ''].join(' ');
  const leadSaysMore = say === undefined || (lead !== undefined && shareHeldBy(lead.text, told) < saidAlready);
  const opening = [say?.text, leadSaysMore && lead ? text(lead) : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
  const used = blocks.filter((block) => shown.includes(block) || block === say || (block === lead && leadSaysMore));
  const rest = layOut(
    shown.map((block) => itemOf(block, text(block), '')),
    firstStepOf(section),
  );
  return { section, opening, rest, used, said: used.map(text), leftToDesk };
}

/** What a section says to whoever asks, narrowed to the site they are at. Every word of it stands in `used`. */
export function composeSection(section: Section, context: ComposeContext): ComposedSection {
  const blocks = section.blocks.filter((block) => !isForAnotherSite(block.text, context.site, context.sites));
  const lead = blocks.find(({ kind }) => kind === 'lead');
  return (context.asker === 'member' ? forMember : forStaff)(section, context, blocks, lead);
}
