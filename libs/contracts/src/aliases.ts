import { z } from 'zod';
import { defineAnnouncement } from './conversation.js';

const questionSchema = z.string().trim().min(2).max(2000);
const reasonSchema = z.string().trim().min(3, 'Say why, in a few words.').max(500);

/** `POST /cache/aliases`: from now on the one question is answered as the other. */
export const approveAliasRequestSchema = z.strictObject({
  /** As people ask it. */
  question: questionSchema,
  /** As it is answered. */
  means: questionSchema,
  reason: reasonSchema,
});

/** `POST /cache/aliases/remove`: the question is answered as itself again. */
export const removeAliasRequestSchema = z.strictObject({ question: questionSchema, reason: reasonSchema });

/** A person said that one question means another, in stream `alias-club`; both normalised. */
export const aliasApprovedSchema = z.object({ question: z.string(), means: z.string(), reason: z.string() });
export type AliasApproved = z.infer<typeof aliasApprovedSchema>;

/** A person took that back, in stream `alias-club`. */
export const aliasRemovedSchema = z.object({ question: z.string(), reason: z.string() });
export type AliasRemoved = z.infer<typeof aliasRemovedSchema>;

export const aliasSchema = aliasApprovedSchema.extend({ approvedBy: z.string(), approvedAt: z.string() });
export type Alias = z.infer<typeof aliasSchema>;
export const aliasesResponseSchema = z.object({ aliases: z.array(aliasSchema) });

/** Two questions that were answered the same lately, and are asked in other words: for a person to look at. */
export const aliasSuggestionSchema = z.object({
  question: z.string(),
  means: z.string(),
  assistant: z.string(),
  /** How often each was asked lately. */
  asked: z.int(),
  meansAsked: z.int(),
  /** Cosine of their words, 0 to 1. */
  similarity: z.number(),
  /** What both were answered. */
  answer: z.string(),
});
export type AliasSuggestion = z.infer<typeof aliasSuggestionSchema>;
export const aliasSuggestionsResponseSchema = z.object({ suggestions: z.array(aliasSuggestionSchema) });

/** Said by the gateway that recorded a change of the aliases, so that every other reads it at once. */
export const announceAliases = defineAnnouncement('aliases', 1, z.object({ version: z.int().positive() }));
