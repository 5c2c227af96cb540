import { describe, expect, it } from '@jest/globals';
import { trainClassifier } from './text-classifier.js';

const classes = [
  {
    id: 'refunds',
    texts: ['where is my money', 'money back please', 'when does the refund arrive', 'refund to my card'],
  },
  { id: 'parking', texts: ['where do I park', 'is parking free', 'where can my car stand', 'parking at the mill'] },
];
const best = (found: readonly { id: string; likelihood: number }[]): string | undefined =>
  [...found].sort((one, other) => other.likelihood - one.likelihood)[0]?.id;

describe('trainClassifier', () => {
  it('tells classes apart, also in words it saw in another order', async () => {
    const classifier = await trainClassifier(classes);
    expect(best(classifier.classify('my money please'))).toBe('refunds');
    expect(best(classifier.classify('a place for the car to park'))).toBe('parking');
  });

  it('is the same for the same classes', async () => {
    const [one, other] = [await trainClassifier(classes), await trainClassifier(classes)];
    expect(one.classify('where is my car')).toEqual(other.classify('where is my car'));
  });

  it('takes up what was kept, and learns anew when the classes are others', async () => {
    const learned = await trainClassifier(classes);
    const kept = learned.toJSON()!;
    const again = await trainClassifier(classes, JSON.parse(JSON.stringify(kept)) as typeof kept);
    expect(again.classify('where is my car')).toEqual(learned.classify('where is my car'));
    const others = await trainClassifier([...classes, { id: 'sauna', texts: ['how hot is the sauna'] }], kept);
    expect(best(others.classify('is the sauna hot'))).toBe('sauna');
  });

  it('says nothing where there is nothing to tell apart', async () => {
    expect((await trainClassifier([])).classify('anything')).toEqual([]);
    expect((await trainClassifier(classes.slice(0, 1))).classify('anything')).toEqual([]);
  });

  it('leaves a text that two classes claim with the first', async () => {
    const claimed = [classes[0]!, { id: 'thief', texts: [...classes[1]!.texts, 'where is my money'] }];
    expect(best((await trainClassifier(claimed)).classify('where is my money'))).toBe('refunds');
  });

  it('gives way between its steps', async () => {
    let turns = 0;
    const texts = Array.from({ length: 200 }, (_, at) => `question number ${at} about a refund`);
    await trainClassifier([...classes, { id: 'many', texts }], undefined, () => Promise.resolve(void (turns += 1)));
    expect(turns).toBeGreaterThan(0);
  });

  it.each(['', 'a'.repeat(2000), '\u{1F600}\u200b', 'wo ist mein Geld'])('takes any text: %p', async (text) => {
    const found = (await trainClassifier(classes)).classify(text);
    expect(found.map(({ likelihood }) => Number.isFinite(likelihood))).toEqual([true, true]);
  });
});
