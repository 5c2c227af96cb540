import { saidIn, type Said } from '../text/said.js';
import { dangerVector } from './danger-features.js';
import type { DangerThresholds } from './danger-thresholds.js';
import { scoreOf, type DangerWeights } from './danger-weights.js';
import { weighPhrases, type PhraseEvidence } from './detect-emergency.js';
import { logistic } from './fit-logistic.js';
import { emergencySpelling } from './spelling.js';

/** What was learned, and all that is kept of it. */
export interface DangerParts extends DangerWeights {
  /** Of the learned score, a certain phrase, a likely phrase, a guard and what is meant, then the constant; see `inputsOf`. */
  readonly scale: readonly number[];
  readonly thresholds: DangerThresholds;
}

/** In a longer text each stretch of this many words is judged too, so that a danger at its end is not outweighed. */
const stretch = 16;
const longText = 24;

/** The text with emergency words as they should be spelled. */
export const spelled = ({ words }: Pick<Said, 'words'>): Said => saidIn(words.map(emergencySpelling));

/** Log-odds beyond this say no more: the router was asked about other things than danger. */
const mostMeant = 5;

/** How many numbers the likelihood is made of. */
export const inputCount = 5;

/**
 * What the likelihood is made of.
 * @param meant log-odds that the emergency assistant is meant, as the router judges it; 0 where nobody has judged
 */
export const inputsOf = (score: number, { finding, guarded }: PhraseEvidence, meant: number): number[] => [
  score,
  finding.detected && finding.sure ? 1 : 0,
  finding.detected && !finding.sure ? 1 : 0,
  guarded ? 1 : 0,
  Math.max(-mostMeant, Math.min(mostMeant, meant)),
];

/** A text, and the stretches of a long one. */
export function partsOf(said: Said): Said[] {
  if (said.words.length <= longText) return [said];
  const parts = [said];
  for (let start = 0; start + stretch / 2 < said.words.length; start += stretch / 2) {
    const stop = start + stretch;
    parts.push({ words: said.words.slice(start, stop), terms: said.terms.slice(start, stop) });
  }
  return parts;
}

/** Tells from learned words and phrases how likely a message is of an emergency. */
export class DangerModel {
  /** Words that were looked at since the model was made: the measure of its work. */
  operations = 0;

  constructor(readonly parts: DangerParts) {}

  /** Log-odds of emergency by the words alone, of the worst stretch. */
  score(said: Said): number {
    let highest = -Infinity;
    for (const part of partsOf(spelled(said))) {
      this.operations += part.words.length;
      highest = Math.max(highest, scoreOf(this.parts, dangerVector(part)));
    }
    return highest;
  }

  /** 0 to 1, calibrated on messages like those it learned from. @param score what `score` says of the same text */
  likelihoodOf(score: number, phrases: PhraseEvidence, meant = 0): number {
    return logistic(this.parts.scale, inputsOf(score, phrases, meant));
  }

  /** The same of a text. */
  likelihood(said: Said, phrases: PhraseEvidence = weighPhrases(said), meant = 0): number {
    return this.likelihoodOf(this.score(said), phrases, meant);
  }
}
