import { describe, expect, it } from '@jest/globals';
import { read } from '../text/said.js';
import { gatherExamples } from '../training-set.js';
import { expectedCalibrationError } from './calibration.js';
import { foldsOf } from './folds.js';
import { learnSemanticModel } from './learn-semantic-model.js';
import { modelToJson } from './model-json.js';
import type { SemanticModel } from './semantic-model.js';
import { someExamples } from './some-examples.js';

function learned(manifests = someExamples.manifests, offTopic = someExamples.offTopic): SemanticModel {
  const steps = learnSemanticModel(gatherExamples(manifests, offTopic));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
const assistants = someExamples.manifests.map(({ id }) => id);
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
    const fewer = someExamples.manifests.map((manifest) => ({ ...manifest, examples: manifest.examples.slice(1) }));
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
    expect(near.map(({ similarity }) => similarity)).toEqual([...near.map(({ similarity }) => similarity)].sort((a, b) => b - a));
    expect(near.every(({ similarity }) => similarity > 0 && similarity <= 1)).toBe(true);
    expect(model.classify(read('cancel my booking')).near[0]!.similarity).toBeCloseTo(1);
  });

  it('is better calibrated on held-out examples with its temperature than without', () => {
    const all = gatherExamples(someExamples.manifests, someExamples.offTopic);
    const folds = foldsOf(all.texts, 4);
    const errors = [0, 0];
    for (let fold = 0; fold < 4; fold += 1) {
      const keep = (held: boolean) => [...all.texts.keys()].filter((row) => (folds[row] === fold) === held);
      const rows = keep(false);
      const seen = { texts: rows.map((row) => all.texts[row]!), labels: all.labels.filter((_, row) => folds[row] !== fold), assistants };
      const steps = learnSemanticModel(seen);
      let step = steps.next();
      while (step.done !== true) step = steps.next();
      const fitted = step.value;
      [fitted, new (fitted.constructor as typeof SemanticModel)(fitted.parts, 0.2)].forEach((one, at) => {
        errors[at]! += expectedCalibrationError(
          keep(true).map((row) => {
            const { probabilities } = one.classify(read(all.texts[row]!));
            const confidence = Math.max(...probabilities);
            return { confidence, right: probabilities.indexOf(confidence) === all.labels[row] };
          }),
          5,
        );
      });
    }
    expect(errors[0]).toBeLessThan(errors[1]!);
  });
});

describe('foldsOf', () => {
  it('keeps two ways of writing one question together, and is the same wherever a text stands', () => {
    expect(foldsOf(['Cancel my booking!'], 7)[0]).toBe(foldsOf(['x', 'my booking, cancel'], 7)[1]);
  });
});
