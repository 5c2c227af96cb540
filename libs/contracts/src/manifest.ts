import { z } from 'zod';
import { defineAnnouncement } from './conversation.js';

/** A phrase that speaks for an assistant. Weight 1 is ordinary; 3 nearly decides. */
export const keywordSchema = z.strictObject({
  phrase: z.string().min(2).max(80),
  weight: z.number().positive().max(5).default(1),
});

/** A question as people ask it. */
export const exampleSchema = z.string().min(2).max(2000);

/** Words that mean something else where ids stand, and names that every object has. */
const reservedIds = new Set(['none', 'clarify', 'unclear', 'oos', 'constructor', 'gateway', 'knowledge', 'metrics']);

/** What an assistant says of itself: everything the gateway needs to route to it, and nothing of how it works. */
export const manifestSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,31}$/)
    .refine((id) => !reservedIds.has(id), 'is a word of the system; choose another id'),
  /** Semantic version of the assistant, shown in every trace. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** One sentence on what it answers, shown to people who are asked back: "a booking, prices, doors or membership". */
  answers: z.string().min(10).max(200),
  /** A short label for a choice button. */
  label: z.string().min(2).max(40),
  keywords: z.array(keywordSchema).max(500),
  /** Questions as people ask them; the router learns from these. */
  examples: z.array(exampleSchema).min(5).max(20_000),
  /** Sites it serves; empty means every site. */
  sites: z.array(z.string()),
  timeouts: z.strictObject({
    /** Milliseconds the gateway gives it for a whole answer. */
    answerMs: z.int().min(50).max(60_000),
  }),
  /** Whether questions that the emergency bypass catches go to it. */
  emergency: z.boolean().default(false),
});
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Since 2.2: names what makes an instance's answers beside knowledge and the question: its release, the club's facts, the
 * model and how it is prompted. Absent: nobody can tell, and its answers are not kept.
 */
const composerSchema = z.string().max(100).optional();

/** Said by every instance when it starts, when the gateway calls the roll, and every few seconds. */
export const announceManifest = defineAnnouncement(
  'manifest',
  1,
  z.object({
    instance: z.string(),
    manifest: manifestSchema,
    manifestHash: z.string(),
    composer: composerSchema,
  }),
);
/** The short form in between: still here, and this is the hash that the manifest was announced with. */
export const announcePresence = defineAnnouncement(
  'presence',
  1,
  z.object({ instance: z.string(), manifestHash: z.string(), composer: composerSchema }),
);
/** Said by the gateway: whoever is an assistant announces itself now. */
export const callRoll = defineAnnouncement('roll-call', 1, z.object({ gateway: z.string() }));
/** Said by an instance that stops in an orderly way, so that nobody waits for it. */
export const announceLeave = defineAnnouncement('leave', 1, z.object({ instance: z.string() }));
