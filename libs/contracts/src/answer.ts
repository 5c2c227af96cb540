import { z } from 'zod';

export const categories = ['solution', 'information', 'confirmation', 'escalation'] as const;
export const priorities = ['low', 'medium', 'high', 'urgent'] as const;
export const outcomes = ['answered', 'degraded', 'escalated', 'clarify', 'rejected'] as const;
export const askers = ['staff', 'member'] as const;

export const askerSchema = z.enum(askers);
export const categorySchema = z.enum(categories);
export const prioritySchema = z.enum(priorities);
export const outcomeSchema = z.enum(outcomes);

/** Where a statement stands: the span `[start, end)` in UTF-16 code units of the markdown body of one SOP version. */
export const sourceSchema = z.object({
  sop: z.string(),
  version: z.int().positive(),
  title: z.string(),
  heading: z.string(),
  quote: z.string(),
  start: z.int().nonnegative(),
  end: z.int().positive(),
});
export type Source = z.infer<typeof sourceSchema>;

/** Something to be done: by the person who asked, by the front desk, or by a system. */
export const actionSchema = z.object({
  by: z.enum(['asker', 'desk', 'system']),
  /** A verb and its object, kebab-case: `call-911`, `follow-step`, `choose-assistant`. */
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be words in kebab-case: call-911'),
  label: z.string(),
  data: z.record(z.string(), z.string()).optional(),
});
export type Action = z.infer<typeof actionSchema>;

export const escalationSchema = z.object({
  /** Who takes over: `911`, `duty-manager`, `front-desk`, `technician`. */
  to: z.string(),
  reason: z.string(),
  /** How they are reached, ready to read out. */
  how: z.string(),
});
export type Escalation = z.infer<typeof escalationSchema>;

export const answerBodySchema = z.object({
  text: z.string(),
  category: categorySchema,
  priority: prioritySchema,
  actions: z.array(actionSchema),
  escalation: escalationSchema.nullable(),
});
export type AnswerBody = z.infer<typeof answerBodySchema>;
