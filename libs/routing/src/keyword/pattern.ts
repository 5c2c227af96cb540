import { isSafePattern } from 'redos-detector';
import { err, failure, ok, type Result } from '#kernel';

/** A regular expression that somebody wrote, to be searched in normalised questions. */
export interface WeightedPattern {
  readonly pattern: string;
  readonly weight: number;
}

/** Ways back that a match may have from one place; a phrase with a few alternatives has a handful. */
const mostBacktracks = 100;
/**
 * Steps after which a pattern that is still not shown to be harmless counts as harmful. Harmless ones take less than half as
 * many, and these some 200 ms of a processor. A clock would refuse the same pattern on a busy machine and take it on another.
 */
const mostSteps = 1000;

/** Escapes and classes are one sign each, so that what is left over is the pattern's own syntax. */
const literals = /\\.|\[(?:\\.|[^\]\\])*\]/gu;
const endless = /[*+]|\{\d+,\}/u;
const repeats = /\{\d*,?(\d+)\}/gu;
/** How often anything may be repeated, all repetitions of a pattern multiplied: what one place in a question may cost. */
const mostRepeated = 400;

const refused = (message: string): Result<RegExp> => err(failure('invalid-request', message));

/**
 * The gate that every pattern passes before it is used: its time must grow with the length of the question and no faster.
 * Repetition has to have an end (`{1,20}` for `+`), for even a harmless endless one is begun anew at every letter, and from
 * one place there may be no more than 100 ways back.
 */
export function compilePattern(pattern: string): Result<RegExp> {
  let compiled: RegExp;
  try {
    compiled = new RegExp(pattern, 'i');
  } catch (error) {
    return refused(`It is not a regular expression: ${(error as Error).message}.`);
  }
  if (compiled.test('')) return refused('It matches every question, even an empty one.');
  const bare = pattern.replace(literals, 'x');
  if (endless.test(bare))
    return refused('It repeats without an end: say how often at most, as in {1,20} for + and {0,20} for *.');
  const most = [...bare.matchAll(repeats)].reduce((product, [, times]) => product * Number(times), 1);
  if (most > mostRepeated)
    return refused(
      `It repeats too much: all its repetitions multiplied may be ${mostRepeated} at most, as in {1,20} twice.`,
    );
  return isBounded(pattern)
    ? ok(compiled)
    : refused('A question could make it slow: it can match the same letters in many ways.');
}

/** From its first letter on; that it may begin at every letter is what makes its time grow with the question. */
function isBounded(pattern: string): boolean {
  try {
    const limits = { maxScore: mostBacktracks, maxSteps: mostSteps, timeout: Number.POSITIVE_INFINITY };
    return isSafePattern(`^(?:${pattern})`, { ...limits, caseInsensitive: true, downgradePattern: false }).safe;
  } catch {
    // What the checker does not understand is not known to be harmless.
    return false;
  }
}
