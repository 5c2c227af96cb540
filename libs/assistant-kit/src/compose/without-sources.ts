import type { Action, Escalation } from '#contracts';
import type { Candidate } from '../answer/judge.js';
import type { Draft } from '../answer/draft.js';
import { figuresOf } from '../grounding/figures.js';
import { situationOf, type Question } from './compose-answer.js';
import { leadOf } from './see-also.js';

const suggestionsAtMost = 3;
const wordsAtMost = 6;

const filler = new Set(
  'a about all also am an and any are as at be been but by can could customer cust did do does doing for from get got had has have he her here his how i if in into is it its just like me member my no not now of off ok on or our out please pls really says she should so some tell that the their them then there they this to too up us was way we what when where which who why will with would you your'.split(
    ' ',
  ),
);

/** The words of a question that were looked for: no figure of the asker's is said as if it were ours. */
export function lookedFor(query: string): string[] {
  const words = query.toLowerCase().match(/\p{L}[\p{L}'’-]{2,30}/gu) ?? [];
  return [...new Set(words)].filter((word) => !filler.has(word) && figuresOf(word).length === 0).slice(0, wordsAtMost);
}

/** The nearest section with a first sentence of each of the nearest procedures. A title with a figure would need a source. */
function nearestOf(candidates: readonly Candidate[]): Candidate[] {
  const bySop = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { sop, title } = candidate.passage;
    if (!bySop.has(sop) && figuresOf(title).length === 0 && leadOf(candidate).length > 0) bySop.set(sop, candidate);
  }
  return [...bySop.values()].slice(0, suggestionsAtMost);
}

/** Who takes over: staff have the duty manager above them, a member has the front desk. */
function takeOver(
  { ask, club }: Question,
  reason: string,
): { escalation: Escalation; action: Action; sentence: string } {
  const staff = ask.asker === 'staff';
  const to = staff ? 'duty-manager' : 'front-desk';
  const phone = staff ? club.phones.dutyManager : club.phones.desk;
  const who = staff ? 'the duty manager' : 'the front desk';
  return {
    escalation: { to, reason, how: `Call ${phone}` },
    action: { by: 'asker', name: `call-${to}`, label: `Call ${who}`, data: { phone } },
    sentence: staff ? 'Please ask the duty manager first.' : 'Please ask the front desk.',
  };
}

const without = (question: Question, reason: string, paragraphs: readonly string[], unsure: boolean): Draft => {
  const { escalation, action, sentence } = takeOver(question, reason);
  const { policy } = question;
  const situation = situationOf(question, undefined, unsure);
  const urgent = policy.escalation?.(situation);
  return {
    paragraphs: [...paragraphs, sentence].filter((paragraph) => paragraph !== ''),
    sources: [],
    actions: [action],
    escalation: urgent ?? escalation,
    category: 'escalation',
    priority: policy.priority(situation),
    confidence: 0,
    composedBy: 'extractive',
    degraded: [],
  };
};

/**
 * No procedure fits well enough: nothing is guessed, a person takes over, and the nearest procedures are named, with the
 * first sentence of the nearest section of each as a source to go on from.
 */
export function composeUnsure(question: Question, candidates: readonly Candidate[]): Draft {
  const { ask, club, policy } = question;
  const words = lookedFor(ask.query);
  const back = policy.asksBack?.(ask, club);
  const nearest = nearestOf(candidates);
  const titles = nearest.map(({ passage }) => passage.title);
  const said = [
    back ?? '',
    words.length === 0
      ? 'I have no sure answer to this.'
      : `I have no sure answer to this. I looked for: ${words.join(', ')}.`,
    titles.length === 0 ? '' : `The nearest procedures are: ${titles.join('; ')}.`,
  ];
  const draft = without(question, 'No procedure answers the question for certain', said, true);
  return { ...draft, sources: nearest.flatMap(leadOf), confidence: candidates[0]?.confidence ?? 0 };
}

/** Knowledge does not answer: what the club file alone can say, or that a person takes over. */
export function composeWithoutKnowledge(question: Question): Draft {
  const { ask, club, policy } = question;
  const own = policy.withoutKnowledge?.(ask, club);
  const said = ['I cannot read the procedures at the moment, so I will not guess.'];
  const draft = without(question, 'The procedures cannot be read at the moment', said, false);
  return { ...draft, ...(own === undefined ? {} : { paragraphs: [own] }), degraded: ['knowledge-unavailable'] };
}
