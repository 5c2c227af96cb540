import { describe, expect, it } from '@jest/globals';
import { read } from '../text/said.js';
import { seededRandom } from '../text/random.js';
import { gatherExamples, type Examples } from '../training-set.js';
import { expectedCalibrationError, usualTrust } from './calibration.js';
import { foldsOf } from './folds.js';
import { learnSemanticModel } from './learn-semantic-model.js';
import { modelToJson } from './model-json.js';
import { SemanticModel } from './semantic-model.js';
import { testManifests, testOffTopic } from '../test-examples.js';

function atOnce(examples: Examples): SemanticModel {
  const steps = learnSemanticModel(examples);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
const learned = (manifests = testManifests): SemanticModel => atOnce(gatherExamples(manifests, testOffTopic));
const assistants = testManifests.map(({ id }) => id);
const best = (model: SemanticModel, text: string): string => {
  const { probabilities } = model.classify(read(text));
  return assistants[probabilities.indexOf(Math.max(...probabilities))] ?? 'none';
};

describe('learnSemanticModel', () => {
  const model = learned();

  it('is the same to the last byte for the same examples', () => {
    expect(JSON.stringify(modelToJson(learned(), 'x'))).toBe(JSON.stringify(modelToJson(model, 'x')));
  });

  it('is another for other examples', () => {
    const fewer = testManifests.map((manifest) => ({ ...manifest, examples: manifest.examples.slice(1) }));
    expect(JSON.stringify(modelToJson(learned(fewer), 'x'))).not.toBe(JSON.stringify(modelToJson(model, 'x')));
  });

  it.each([
    ['booking', 'i need to cancel the reservation'],
    ['booking', 'what does membership cost'],
    ['tech', 'projector shows nothing'],
    ['tech', 'the simulatr is frozzen'],
    ['none', 'what is the capital of peru'],
  ])('gives %s what it was not shown: %j', (assistant, text) => expect(best(model, text)).toBe(assistant));

  it('gives probabilities of every class that add up to 1', () => {
    for (const text of ['cancel', '', '\u{1F600}', 'a'.repeat(2000), 'completely unknown wording']) {
      const { probabilities, known } = model.classify(read(text));
      expect(probabilities).toHaveLength(assistants.length + 1);
      expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1);
      expect(known >= 0 && known <= 1).toBe(true);
    }
  });

  it('says how much of the words it knows', () => {
    expect(model.classify(read('cancel my booking')).known).toBe(1);
    expect(model.classify(read('zyxw vutsr')).known).toBe(0);
  });

  it('names the nearest examples, the nearest first', () => {
    const { near } = model.classify(read('cancel my booking please'));
    expect(near[0]!.text).toBe('cancel my booking');
    expect(near.map(({ similarity }) => similarity)).toEqual(
      [...near.map(({ similarity }) => similarity)].sort((a, b) => b - a),
    );
    expect(near.every(({ similarity }) => similarity > 0 && similarity <= 1)).toBe(true);
    expect(model.classify(read('cancel my booking')).near[0]!.similarity).toBeCloseTo(1);
  });

  it('is better calibrated on texts it has not seen with its trust than with the usual one', () => {
    const random = seededRandom(3);
    const words = ['door', 'code', 'card', 'price', 'lamp', 'sound', 'ball', 'image'];
    const pick = (from: number): string => words[from + Math.floor(4 * random())]!;
    /** Mostly words of its own class, some of the other: nobody can be sure of these. */
    const text = (label: number): string =>
      Array.from({ length: 4 }, () => pick(4 * (random() < 0.65 ? label : 1 - label))).join(' ') +
      ` ${Math.floor(1e6 * random())}x`;
    const texts = Array.from({ length: 800 }, (_, at) => text(at % 2));
    const labels = Uint16Array.from(texts, (_, at) => at % 2);
    const fitted = atOnce({ texts: texts.slice(0, 400), labels: labels.slice(0, 400), assistants: ['door', 'lamp'] });
    const errorOf = (one: SemanticModel): number =>
      expectedCalibrationError(
        texts.slice(400).map((unseen, at) => {
          const { probabilities } = one.classify(read(unseen));
          const confidence = Math.max(...probabilities);
          return { confidence, right: probabilities.indexOf(confidence) === labels[400 + at] };
        }),
      );
    expect(errorOf(fitted)).toBeLessThan(errorOf(new SemanticModel(fitted.parts, usualTrust)));
    expect(errorOf(fitted)).toBeLessThan(0.1);
  });
});

describe('foldsOf', () => {
  it('keeps two ways of writing one question together, and is the same wherever a text stands', () => {
    expect(foldsOf([read('Cancel my booking!')], 7)[0]).toBe(foldsOf(['x', 'my booking, cancel'].map(read), 7)[1]);
  });
});
