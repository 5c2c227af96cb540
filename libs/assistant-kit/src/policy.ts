import type { AnswerBody, Ask, Club, Escalation, Site } from '#contracts';
import type { Section } from './sections/section.js';

export type Priority = AnswerBody['priority'];
export type Category = AnswerBody['category'];

/** What the rules of an assistant know of an answer before it is sent. */
export interface Situation {
  readonly query: string;
  readonly asker: Ask['asker'];
  readonly club: Club;
  /** Undefined where the asker did not say where they are. */
  readonly site: Site | undefined;
  /** The SOP that the answer comes from first; empty where there was none. */
  readonly sop: string;
  readonly title: string;
  readonly heading: string;
  /** Whether the answer has steps to follow. */
  readonly hasSteps: boolean;
  /** What the gateway is certain that the question tells of, as `ask.emergency`. */
  readonly emergency: string | undefined;
  /** Whether procedures could be read and none fits: nobody knows what was meant. */
  readonly unsure: boolean;
}

/** A line that every answer gets from a section found by a question of the assistant's own, such as a site's address. */
export interface Addition {
  /** What is asked of knowledge for it. */
  readonly query: string;
  /**
   * The line, and the words of the section it was made from; undefined where the section has it not. Every figure of the
   * line stands in those words.
   */
  line(section: Section): { readonly text: string; readonly from: string } | undefined;
}

/** Where two assistants differ: rules, not code that answers. */
export interface AssistantPolicy {
  priority(situation: Situation): Priority;
  /** `categoryBy()` when absent. An escalation is always one. */
  readonly category?: (situation: Situation) => Category;
  /** A person who has to take over although the answer is known. */
  readonly escalation?: (situation: Situation) => Escalation | undefined;
  /** The question that is answered when nothing was found that fits; without one a person takes over. */
  readonly fallbackQuery?: (ask: Ask) => string | undefined;
  /** What is said first when nothing fits and there is no other question to answer: a question back, mostly. */
  readonly asksBack?: (ask: Ask, club: Club) => string;
  readonly addition?: (ask: Ask, club: Club) => Addition | undefined;
  /** The SOPs that may answer a question, where not every one may; undefined: all of them. */
  readonly answersFrom?: (ask: Ask, club: Club) => readonly string[] | undefined;
  /** What is said when knowledge is away, made of the club file alone; absent: that a person takes over. */
  readonly withoutKnowledge?: (ask: Ask, club: Club) => string;
  /** Whether a model may word the answer, where one is configured. True when absent. */
  readonly mayUseModel?: boolean;
  /** Whether what staff may say to a member can open the answer to one. True when absent. */
  readonly sayOpens?: boolean;
  /** Whether other sections that may be meant are named beside one that fits. True when absent. */
  readonly seesAlso?: boolean;
  /** What stands before words that may be said or sent. "Say to the member:" when absent. */
  readonly sayLabel?: (sop: string, say: string) => string;
  /** Milliseconds kept back from the deadline, so that an answer without knowledge is still in time. 100 when absent. */
  readonly reserveMs?: number;
}

export interface PriorityRule {
  readonly priority: Priority;
  /** Any of these SOPs; absent: every one. */
  readonly sops?: readonly string[];
  /** Words of the question, of which one must be there; absent: none is needed. */
  readonly words?: RegExp;
}

/** The first rule that fits decides. */
export const priorityBy =
  (rules: readonly PriorityRule[], otherwise: Priority) =>
  ({ sop, query }: Pick<Situation, 'sop' | 'query'>): Priority =>
    rules.find(({ sops, words }) => (sops?.includes(sop) ?? true) && (words?.test(query) ?? true))?.priority ??
    otherwise;

const yesOrNo = /^(?:so |hi,? |hey,? |ok,? )?(?:is|are|can|could|do|does|did|may|will|am|was|has|have)\b/i;

/**
 * By the shape of question and section: what yes or no answers is confirmed, steps are a solution, everything else, and
 * everything from the SOPs named, informs.
 */
export const categoryBy =
  (informing: readonly string[] = []) =>
  ({ query, hasSteps, sop }: Pick<Situation, 'query' | 'hasSteps' | 'sop'>): Category => {
    if (yesOrNo.test(query)) return 'confirmation';
    return hasSteps && !informing.includes(sop) ? 'solution' : 'information';
  };
