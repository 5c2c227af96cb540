import { z } from 'zod';

export const routeMethods = ['emergency', 'keyword', 'semantic', 'merged', 'clarify', 'none'] as const;

/** The decision which assistant answers, with everything it was made of. Scores are probabilities, each assistant's its own. */
export const routeSchema = z.object({
  method: z.enum(routeMethods),
  scores: z.array(z.object({ assistant: z.string(), keyword: z.number(), semantic: z.number(), merged: z.number() })),
  /** Sentences for a person: which phrase matched, which examples were nearest. */
  reasons: z.array(z.string()),
});
export type Route = z.infer<typeof routeSchema>;
