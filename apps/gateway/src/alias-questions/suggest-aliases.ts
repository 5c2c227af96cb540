import { z } from 'zod';
import { HashedEmbedder } from '#ai';
import { queryAnsweredSchema, type AliasSuggestion } from '#contracts';
import { Deadline } from '#kernel';
import { redact } from '../answer-query/redact.js';
import type { AnswerRecords } from '../record-query/answer-records.js';
import { normaliseQuestion } from '../response-cache/question-text.js';

/** How many of the latest questions are looked at, and how many suggestions a person is shown. */
const questionsAtMost = 2000;
const suggestionsAtMost = 50;
const withinMs = 5000;

const { query, site, asker, assistant, outcome, answer, meant } = queryAnsweredSchema.shape;
const recordedSchema = z.object({ query, site, asker, assistant, outcome, answer, meant });
const members = Object.keys(recordedSchema.shape);
type Recorded = z.infer<typeof recordedSchema>;

interface Group {
  readonly assistant: string;
  readonly answer: string;
  /** How often each question was asked, normalised. */
  readonly questions: Map<string, number>;
}

/**
 * Questions that were answered the same lately, word for word, to the same kind of asker at the same site, and are not the
 * same: the most frequent one of each group is what the others may mean. A person decides; nothing is served by likeness.
 */
export async function suggestAliases(
  records: Pick<AnswerRecords, 'latest'>,
  isAlias: (question: string) => boolean,
): Promise<AliasSuggestion[]> {
  const recorded = await records.latest(questionsAtMost, members, { deadline: Deadline.in(withinMs) });
  const groups = groupsOf(recorded.flatMap(({ data }) => recordedSchema.safeParse(data).data ?? []));
  const suggestions = await Promise.all([...groups.values()].map((group) => suggestionsOf(group)));
  return suggestions
    .flat()
    .filter(({ question, means }) => !isAlias(question) && !isAlias(means))
    .sort((one, other) => other.asked - one.asked || other.similarity - one.similarity)
    .slice(0, suggestionsAtMost);
}

function groupsOf(recorded: readonly Recorded[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { query: asked, meant: already, assistant: by, outcome: ended, answer: given, ...where } of recorded) {
    if (ended !== 'answered' || by === null || already != null || redact(asked) !== asked) continue;
    const key = JSON.stringify([by, where.site, where.asker, given.text]);
    const group = groups.get(key) ?? { assistant: by, answer: given.text, questions: new Map<string, number>() };
    const question = normaliseQuestion(asked);
    group.questions.set(question, (group.questions.get(question) ?? 0) + 1);
    groups.set(key, group);
  }
  return groups;
}

/** The cosine of two vectors of length 1, from 0. */
const likeness = (one: Float32Array, other: Float32Array): number =>
  Math.max(
    0,
    Math.min(
      1,
      one.reduce((sum, value, at) => sum + value * other[at]!, 0),
    ),
  );

async function suggestionsOf({ assistant: by, answer: given, questions }: Group): Promise<AliasSuggestion[]> {
  if (questions.size < 2) return [];
  const ranked = [...questions].sort(([one, a], [other, b]) => b - a || one.length - other.length);
  const vectors = await new HashedEmbedder().embed(ranked.map(([question]) => question));
  const [[means, meansAsked]] = ranked as [[string, number]];
  return ranked.slice(1).map(([question, asked], at) => ({
    question,
    means,
    assistant: by,
    asked,
    meansAsked,
    similarity: likeness(vectors[0]!, vectors[at + 1]!),
    answer: given,
  }));
}
