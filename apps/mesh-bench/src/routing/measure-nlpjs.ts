import { performance } from 'node:perf_hooks';
import type { Answered, Measured } from './answered.js';
import type { IntentSet, Labeled } from './intent-set.js';
import { judge, memoryNow, timeEach } from './measure.js';
import { nlpjsVersion, openNlpjs, type Nlpjs } from './nlpjs.js';

/** Its own name for what no intent is for. */
const none = 'None';
/** Its own default threshold, below which it says `None`. */
const usualThreshold = 0.5;

type Scored = Omit<Answered, 'refused'>;

async function askAll(nlpjs: Nlpjs, texts: readonly Labeled[]): Promise<Scored[]> {
  const scored: Scored[] = [];
  for (const { text, owner } of texts) {
    const found = (await nlpjs.process(text)).filter(({ intent }) => intent !== none);
    const best = found.reduce((one, other) => (other.score > one.score ? other : one), { intent: '', score: 0 });
    scored.push({ owner, choice: best.intent || null, confidence: best.score, inScope: best.score });
  }
  return scored;
}

/** The threshold for its score under which most questions go right, as the router's is fitted. */
function fitScore(scored: readonly Scored[]): number {
  const thresholds = [0, ...scored.map(({ inScope }) => inScope)].sort((one, other) => one - other);
  const sorted = [...scored].sort((one, other) => one.inScope - other.inScope);
  let right = sorted.filter(({ owner, choice }) => owner !== null && owner === choice).length;
  let most = right;
  let best = thresholds[0]!;
  sorted.forEach(({ owner, choice, inScope }, at) => {
    if (owner === null) right += 1;
    else if (owner === choice) right -= 1;
    const next = sorted[at + 1]?.inScope ?? inScope;
    if (right <= most || next === inScope) return;
    most = right;
    best = next;
  });
  return best;
}

/** Runs the same set through nlp.js, out-of-scope texts of the split train as its own `None`. */
export async function measureNlpjs(set: IntentSet, root: string): Promise<Measured> {
  const nlpjs = await openNlpjs(root);
  const before = memoryNow();
  const started = performance.now();
  for (const { text, owner } of set.train) nlpjs.addDocument(text, owner ?? none);
  await nlpjs.train();
  const trainedInSeconds = (performance.now() - started) / 1000;
  const memory = memoryNow() - before;
  // Before anything else is asked: it remembers the words of every text that it was asked.
  const timed = await timeEach(
    set.test.map(({ text }) => text),
    (text) => nlpjs.process(text),
    set.train.map(({ text }) => text),
  );
  const canFit = set.val.some(({ owner }) => owner === null);
  const threshold = canFit ? fitScore(await askAll(nlpjs, set.val)) : usualThreshold;
  const answered = (await askAll(nlpjs, set.test)).map((one) => ({ ...one, refused: one.inScope < threshold }));
  return {
    name: `nlp.js ${nlpjsVersion}`,
    ...judge(answered),
    threshold: `${threshold.toFixed(2)}, ${canFit ? 'fitted on the split val' : 'its default'}`,
    trainedInSeconds,
    ...timed,
    memory,
    notes: [],
  };
}
