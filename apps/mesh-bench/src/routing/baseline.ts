import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { countPlaces, placeOf, type Router } from '#routing';
import { isHeldOut, type LabeledQuestion } from '#testing/club';

const countsSchema = z.record(z.string(), z.record(z.string(), z.int().min(1)));

/**
 * Where the labeled questions went when the routing was last accepted. Of the held-out half it holds counts alone: whoever
 * reads here which of its questions went wrong could no longer be measured by them.
 */
const baselineSchema = z.strictObject({
  /** Why the routing was accepted as it is. */
  because: z.string(),
  /** Says which questions and labels it is about. */
  questions: z.string(),
  development: z.strictObject({
    counts: countsSchema,
    /** Questions that went elsewhere than their label says, and where. */
    elsewhere: z.record(z.string(), z.string()),
  }),
  heldOut: z.strictObject({ counts: countsSchema }),
});
export type Baseline = z.infer<typeof baselineSchema>;

const pathOf = (root: string): string => join(root, 'club/routing-baseline.json');

/** @param root the project's folder */
export const readBaseline = (root: string): Baseline =>
  baselineSchema.parse(JSON.parse(readFileSync(pathOf(root), 'utf8')));

export const writeBaseline = (root: string, baseline: Baseline): void =>
  writeFileSync(pathOf(root), `${JSON.stringify(baseline, null, 2)}\n`);

/** A labeled question and where it went. */
export interface Placed {
  readonly text: string;
  readonly label: string;
  readonly place: string;
}

/** Where a router sends every labeled question. */
export const placeAll = (questions: readonly LabeledQuestion[], router: Pick<Router, 'route'>): Placed[] =>
  questions.map(({ text, assistant }) => ({ text, label: assistant, place: placeOf(router.route(text)) }));

/** The same for the same questions and labels, in whatever order. */
export function fingerprintOfQuestions(placed: readonly Pick<Placed, 'text' | 'label'>[]): string {
  const lines = placed.map(({ text, label }) => JSON.stringify([label, text])).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
}

const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));

function countsOf(placed: readonly Placed[]): Baseline['heldOut']['counts'] {
  const rows = Object.entries(countPlaces(placed)).map(([label, row]) => [label, sorted(row)] as const);
  return sorted(Object.fromEntries(rows));
}

export function baselineOf(placed: readonly Placed[], because: string): Baseline {
  const development = placed.filter((one) => !isHeldOut(one));
  const elsewhere = development
    .filter(({ label, place }) => place !== label)
    .map(({ text, place }) => [text, place] as const);
  return {
    because,
    questions: fingerprintOfQuestions(placed),
    development: { counts: countsOf(development), elsewhere: sorted(Object.fromEntries(elsewhere)) },
    heldOut: { counts: countsOf(placed.filter(isHeldOut)) },
  };
}
