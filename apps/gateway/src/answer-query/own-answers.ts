import type { AnswerBody, Club, Manifest } from '#contracts';

/** The answers the gateway gives itself, because nobody else could or should. None of them says anything about the club's procedures. */

/** Asks back, with one button for each assistant that could be meant. The tap sends the same question to it. */
export function clarifyAnswer(choices: readonly Manifest[]): AnswerBody {
  const offered = choices.map(({ answers }) => `- ${answers}`).join('\n');
  return {
    text: `I am not sure what this is about. Is it one of these, and what exactly happened?\n${offered}`,
    category: 'information',
    priority: 'medium',
    actions: choices.map(({ id, label }) => ({
      by: 'asker',
      name: 'choose-assistant',
      label,
      data: { assistant: id },
    })),
    escalation: null,
  };
}

/** Says that the question is none of the club's, and what is. */
export const rejectedAnswer = (club: Club, assistants: readonly Pick<Manifest, 'answers'>[]): AnswerBody => ({
  text: [
    `I can only help with ${club.name}:`,
    ...assistants.map(({ answers }) => `- ${answers}`),
    `For anything else at the club, call the desk on ${club.phones.desk}.`,
  ].join('\n'),
  category: 'information',
  priority: 'low',
  actions: [],
  escalation: null,
});

/** Hands the question to a person, because the assistant that should answer does not. */
export function escalatedAnswer(club: Club, label: string, reason: string): AnswerBody {
  const { dutyManager } = club.phones;
  return {
    text: `The ${label} assistant cannot answer right now. Please take this to a person: the duty manager on ${dutyManager} knows what to do.`,
    category: 'escalation',
    priority: 'high',
    actions: [{ by: 'asker', name: 'call-duty-manager', label: `Call ${dutyManager}`, data: { phone: dutyManager } }],
    escalation: { to: 'duty-manager', reason, how: `Call ${dutyManager}` },
  };
}
