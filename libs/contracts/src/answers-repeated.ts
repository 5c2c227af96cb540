import { z } from 'zod';
import { queryAnsweredSchema, type QueryAnswered } from './query-answered.js';

/** What is one query's own: who asked what, where and when. */
const { answerId, query, site, asker, conversationId, timings } = queryAnsweredSchema.shape;
const ownSchema = z.object({ answerId, query, site, asker, conversationId, timings });

/** What queries share that were given the same answer, for the same reason, from the same place. */
const givenSchema = queryAnsweredSchema.omit({
  answerId: true,
  query: true,
  site: true,
  asker: true,
  conversationId: true,
  timings: true,
});
export type AnswerGiven = z.infer<typeof givenSchema>;

/** What is large in an answer, and the same whenever it is given again to the same question. */
export type AnswerWords = Pick<QueryAnswered, 'answer' | 'sources' | 'route'>;

/** The same as `given` whose words are recorded already, at most an hour before: they stand under another query. */
const givenBeforeSchema = givenSchema.omit({ answer: true, sources: true, route: true }).extend({
  /** The answer id of a query whose own record holds the words; it never refers on. */
  wordsOf: z.string(),
});
export type AnswerGivenBefore = z.infer<typeof givenBeforeSchema>;

const askedSchema = ownSchema.extend({
  /** Which of `given` it was given, from 0. */
  given: z.int().nonnegative(),
  /** Whose key asked. */
  actor: z.string(),
  /** When it was asked, ISO 8601 in UTC. */
  at: z.string(),
});
export type RepeatAsked = z.infer<typeof askedSchema>;

/**
 * Queries that were answered from the cache at about the same time, in stream `repeat-<id>`: each with what
 * `query-answered` says of one. What they share is written once, and its words only where no record of the last hour has them.
 * It is found under each one's answer id, which is its trace id as well. Version 1 held all words.
 */
export const answersRepeatedSchema = z.object({
  given: z.array(z.union([givenSchema, givenBeforeSchema])),
  asked: z.array(askedSchema),
});
export type AnswersRepeated = z.infer<typeof answersRepeatedSchema>;

/** One of the queries that an `answers-repeated` tells of, as its own `query-answered` would; its words may have to be looked up. */
export interface RepeatedQuery extends Pick<RepeatAsked, 'actor' | 'at'> {
  readonly data: QueryAnswered | QueryAnsweredBefore;
}

/** A query whose words stand in another one's record. */
export type QueryAnsweredBefore = Omit<QueryAnswered, keyof AnswerWords> & Pick<AnswerGivenBefore, 'wordsOf'>;

/** All of them, in the order they were asked. A query whose answer is not among those given is left out. */
export const repeatedQueries = ({ given, asked }: AnswersRepeated): RepeatedQuery[] =>
  asked.flatMap(({ given: which, actor, at, ...own }) => {
    const answer = given[which];
    return answer ? [{ actor, at, data: { ...answer, ...own } }] : [];
  });
