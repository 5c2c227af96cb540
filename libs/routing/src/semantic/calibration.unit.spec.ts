import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../text/random.js';
import { expectedCalibrationError, fitTemperature, negativeLogLikelihood, type HeldOutScores } from './calibration.js';
import { softmax } from './softmax.js';

/** Scores of three classes where the truth is drawn from them, made `sharper` times as sure as they should be. */
function drawn(sharper: number, size = 2000): HeldOutScores {
  const random = seededRandom(7);
  const scores: Float64Array[] = [];
  const labels: number[] = [];
  for (let at = 0; at < size; at += 1) {
    const row = Float64Array.from({ length: 3 }, () => 3 * random());
    const truth = softmax(row.slice());
    const draw = random();
    labels.push(draw < truth[0]! ? 0 : draw < truth[0]! + truth[1]! ? 1 : 2);
    scores.push(row.map((score) => score * sharper));
  }
  return { scores, labels };
}

const errorAt = ({ scores, labels }: HeldOutScores, temperature: number): number =>
  expectedCalibrationError(
    scores.map((row, at) => {
      const probabilities = softmax(row.slice(), temperature);
      const confidence = Math.max(...probabilities);
      return { confidence, right: probabilities.indexOf(confidence) === labels[at] };
    }),
  );

describe('fitTemperature', () => {
  it.each([0.5, 1, 2, 4])('finds by how much scores are too sure: %d times', (sharper) => {
    expect(fitTemperature(drawn(sharper))).toBeCloseTo(sharper, 0);
  });

  it('is where the held-out likelihood is best', () => {
    const heldOut = drawn(3);
    const fitted = fitTemperature(heldOut);
    for (const other of [fitted * 0.8, fitted * 1.25, 1]) {
      expect(negativeLogLikelihood(heldOut, fitted)).toBeLessThanOrEqual(negativeLogLikelihood(heldOut, other));
    }
  });

  it('takes the calibration error down', () => {
    for (const sharper of [0.5, 3]) {
      const heldOut = drawn(sharper);
      expect(errorAt(heldOut, fitTemperature(heldOut))).toBeLessThan(errorAt(heldOut, 1) / 2);
    }
  });

  it('is 1 where there is too little to fit it on', () => {
    expect(fitTemperature({ scores: [], labels: [] })).toBe(1);
    expect(fitTemperature(drawn(4, 10))).toBe(1);
  });
});

describe('expectedCalibrationError', () => {
  it('is the distance between how sure and how right', () => {
    const decisions = [true, true, true, false].map((right) => ({ confidence: 0.9, right }));
    expect(expectedCalibrationError(decisions)).toBeCloseTo(0.15);
    expect(expectedCalibrationError([{ confidence: 1, right: true }])).toBe(0);
    expect(expectedCalibrationError([])).toBe(0);
  });
});
