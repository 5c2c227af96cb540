import { read, type Said } from '../text/said.js';
import type { EmergencyKind } from './emergency-kinds.js';
import { calm, written } from './guards/calm.js';
import { figures } from './guards/figures.js';
import { emergencyPhrases } from './phrases/index.js';
import { SequenceMatcher, type SequenceMatch } from './sequence-matcher.js';
import { emergencySpelling } from './spelling.js';
import { wordClasses } from './word-classes.js';

export type EmergencyFinding =
  | { readonly detected: false; readonly kind: null; readonly evidence: null }
  | {
      readonly detected: true;
      /** What to act on first. */
      readonly kind: EmergencyKind;
      /** Every kind that it tells of, that one first. */
      readonly kinds: readonly EmergencyKind[];
      /** The words that said so. */
      readonly evidence: string;
      /** Whether the phrase is one of those that calm words do not cancel. */
      readonly sure: boolean;
    };

const unnamed = 'unspecified';
const nothing: EmergencyFinding = { detected: false, kind: null, evidence: null };

const phrases = emergencyPhrases.flatMap(({ kind, certain, likely }) => [
  ...certain.map((source) => ({ source, kind, sure: true })),
  ...likely.map((source) => ({ source, kind, sure: false })),
]);

const emergencies = new SequenceMatcher(
  phrases.map(({ source }, value) => ({ source, value })),
  wordClasses,
);

const hides = 0;
const cancelsLikely = 1;
const cancelsAll = 2;
const guards = new SequenceMatcher(
  [
    ...figures.map((source) => ({ source, value: hides })),
    ...calm.map((source) => ({ source, value: cancelsLikely })),
    ...written.map((source) => ({ source, value: cancelsAll })),
  ],
  wordClasses,
);

/** Whether somebody is in danger, by phrases alone: it needs nothing that was learned, and no text makes it slow. */
export const detectEmergency = (text: string): EmergencyFinding => emergencyIn(read(text));

/** The same for a text that was read already. */
export const emergencyIn = (said: Pick<Said, 'words'>): EmergencyFinding => weighPhrases(said).finding;

/** What phrases say of a text. */
export interface PhraseEvidence {
  readonly finding: EmergencyFinding;
  /** Whether a figure of speech, a denial or another guard stands in it. */
  readonly guarded: boolean;
}

/**
 * Whether a match begins with the last word of a name of two words that tells of something else: a burglar alarm that is
 * going off is no fire alarm, and a gas leak is no water.
 */
const isNamed = ({ phrase, start }: SequenceMatch, all: readonly SequenceMatch[]): boolean =>
  all.some(
    (name) =>
      name.end === start + 1 &&
      name.start === start - 1 &&
      phrases[name.phrase.value]!.kind !== phrases[phrase.value]!.kind,
  );

/** The kinds of matches in the order of what to act on first; one that nobody named only where there is no other. */
function kindsOf(matches: readonly SequenceMatch[]): readonly [EmergencyKind, ...EmergencyKind[]] {
  const ranked = matches.map(({ phrase }) => phrase.value).sort((one, other) => one - other);
  const [first, ...rest] = new Set(ranked.map((value) => phrases[value]!.kind).filter((kind) => kind !== unnamed));
  return first === undefined ? [unnamed] : [first, ...rest];
}

/** What the phrases found, and whether a guard did. */
export function weighPhrases({ words: said }: Pick<Said, 'words'>): PhraseEvidence {
  const meant: (string | null)[] = said.map(emergencySpelling);
  let cancelled = hides;
  let guarded = false;
  for (const { phrase, start, end } of guards.find(meant)) {
    if (phrase.value === hides) meant.fill(null, start, end);
    cancelled = Math.max(cancelled, phrase.value);
    guarded ||= phrase.value !== cancelsLikely;
  }
  const found = emergencies
    .find(meant)
    .filter(({ phrase }) => cancelled < (phrases[phrase.value]!.sure ? cancelsAll : cancelsLikely));
  if (found.length === 0) return { finding: nothing, guarded };
  const meaning = found.filter((match) => !isNamed(match, found));
  const first = meaning.reduce((best, next) => (next.phrase.value < best.phrase.value ? next : best));
  const evidence = said.slice(first.start, first.end).join(' ');
  const sure = found.some(({ phrase }) => phrases[phrase.value]!.sure);
  const kinds = kindsOf(meaning);
  return { finding: { detected: true, kind: kinds[0], kinds, evidence, sure }, guarded };
}

/** The matchers themselves, so that their work can be counted. */
export const phraseMatchers: readonly Pick<SequenceMatcher, 'operations'>[] = [emergencies, guards];
