import { describe, expect, it } from '@jest/globals';
import { read } from '../text/said.js';
import { seededRandom } from '../text/random.js';
import { testManifests } from '../test-examples.js';
import type { SparseVector } from './feature-space.js';
import { learnFeatureSpace } from './learn-feature-space.js';
import { logitsOf } from './softmax.js';
import { TextScorer } from './text-scorer.js';

const texts = testManifests.flatMap(({ examples }) => examples);
const steps = learnFeatureSpace(
  texts.map(read),
  { pieceMinTexts: 1, togetherMinTexts: 1, fewTexts: 100, mostFeatures: 10_000, shares: [0.34, 0.34, 0.12, 0.2] },
  (at) => at % 7 !== 0,
);
let step = steps.next();
while (step.done !== true) step = steps.next();
const space = step.value;
const classes = 5;
const random = seededRandom(3);
const weights = {
  classes,
  weights: Float32Array.from({ length: classes * space.size }, () => random() - 0.5),
  biases: Float32Array.from({ length: classes }, () => random() - 0.5),
};

describe('TextScorer', () => {
  const scorer = new TextScorer(space, weights);

  it.each([
    ['an example', 'cancel my booking'],
    ['words that share pieces', 'booking bookings booked book a bay for the day'],
    ['words that are one word by their stems', 'charge charged charges charging the card'],
    ['words said again', 'the bay the bay my my my bay is the bay'],
    ['a letter again and again', 'a a a a a a aa aaa aaaa ab ab'],
    ['unknown words', 'xyzzy plugh the qwfp of zxcvb'],
    ['a long text', texts.join(' ').repeat(2)],
    ['nothing', ''],
  ])('scores %s as its vector is scored', (_, text) => {
    const said = read(text);
    const { vector, known } = space.vectorize(said);
    const wanted = logitsOf(weights, vector, new Float64Array(classes));
    // Again, since what is remembered of a word is added up when it is met again.
    for (const scored of [scorer.score(said), scorer.score(said), scorer.score(said)]) {
      expect(scored.known).toBeCloseTo(known, 6);
      scored.scores.forEach((score, of) => expect(score).toBeCloseTo(wanted[of]!, 5));
      const { indices, values } = scorer.vectorOf(said, scored.reading);
      expect(indices.toSorted()).toEqual(vector.indices.toSorted());
      indices.forEach((index, at) => expect(values[at]).toBeCloseTo(vector.values[vector.indices.indexOf(index)]!, 5));
    }
  });

  it('gives the same vector when other texts were scored in between', () => {
    const copyOf = ({ indices, values }: SparseVector): SparseVector => ({
      indices: indices.slice(),
      values: values.slice(),
    });
    const said = read('booking bookings booked book a bay for the day, a bay');
    const { reading } = scorer.score(said);
    const first = copyOf(scorer.vectorOf(said, reading));
    scorer.score(read('move it to the other bay'));
    expect(scorer.vectorOf(said, reading)).toEqual(first);
  });

  it('gives the same to the last bit whatever it scored before', () => {
    const fresh = new TextScorer(space, weights);
    const said = read('move my booking to the other bay');
    const first = fresh.score(said).scores;
    for (const text of texts) fresh.score(read(text));
    expect(fresh.score(said).scores).toEqual(first);
    expect(scorer.score(said).scores).toEqual(first);
  });
});
