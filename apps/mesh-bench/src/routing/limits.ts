import { nextTurn } from '#kernel';
import { trainRouter, type RoutableManifest, type Router } from '#routing';
import { isHeldOut, readLabeledQuestions } from '#testing/club';
import { percentile } from './answered.js';
import { memoryNow } from './measure.js';
import type { RouterTraining } from './read-assistants.js';
import { manyQuestions } from './trial-workload.js';

/** A club that is as small or as large as it gets. */
interface Limit {
  readonly name: string;
  readonly manifests: readonly RoutableManifest[];
  readonly offTopic: readonly string[];
  /** Questions that it has not learned, and whose they are; null is nobody's. */
  readonly asked: readonly { readonly text: string; readonly owner: string | null }[];
}

const assistants = 200;
const examples = 100_000;
const heldOutEvery = 5;

const consonants = 'bdfgklmnprstvz';
const vowels = 'aeiou';

/** A word that nobody says, another one for each number: "bafa", "bafe". */
function coined(at: number): string {
  const syllable = (number: number): string =>
    consonants[number % consonants.length]! + vowels[Math.floor(number / consonants.length) % vowels.length]!;
  return `${syllable(at)}${syllable(Math.floor(at / 70) + 9)}${syllable(at * 29 + 7)}`;
}

/** Stretches of the examples, each about something of its own, so that two stretches of one SOP can be told apart. */
function manyAssistants(manifests: readonly RoutableManifest[], offTopic: readonly string[]): Limit {
  const all = manifests.flatMap((manifest) => manifest.examples);
  const size = Math.floor(all.length / assistants);
  const parts = Array.from({ length: assistants }, (_, at) => ({
    id: `assistant-${at}`,
    texts: all.slice(at * size, (at + 1) * size).map((text) => `${text} ${coined(at)}`),
  }));
  return {
    name: `${assistants} assistants, ${size} examples each`,
    offTopic,
    manifests: parts.map(({ id, texts }) => ({
      id,
      keywords: [],
      examples: texts.filter((_, at) => at % heldOutEvery !== 0),
    })),
    asked: parts.flatMap(({ id, texts }) =>
      texts.filter((_, at) => at % heldOutEvery === 0).map((text) => ({ text, owner: id })),
    ),
  };
}

function limitsOf(root: string, { manifests, offTopic }: RouterTraining): Limit[] {
  const asked = readLabeledQuestions(root)
    .filter((question) => !isHeldOut(question) && question.assistant !== 'unclear')
    .map(({ text, assistant }) => ({ text, owner: assistant === 'none' ? null : assistant }));
  const [booking] = manifests.filter(({ id }) => id === 'booking');
  const each = Math.floor((examples - offTopic.length) / manifests.length);
  return [
    { name: 'no assistant', manifests: [], offTopic, asked: asked.filter(({ owner }) => owner === null) },
    {
      name: 'one assistant',
      manifests: [booking!],
      offTopic,
      asked: asked.filter(({ owner }) => owner === null || owner === 'booking'),
    },
    manyAssistants(manifests, offTopic),
    {
      name: `${examples} examples`,
      manifests: manifests.map((manifest) => ({ ...manifest, examples: manyQuestions(manifest.examples, each) })),
      offTopic,
      asked,
    },
  ];
}

async function measure({ name, manifests, offTopic, asked }: Limit): Promise<string> {
  const before = memoryNow();
  let longest = 0;
  let began = performance.now();
  const started = began;
  const pause = async (): Promise<void> => {
    longest = Math.max(longest, performance.now() - began);
    await nextTurn();
    began = performance.now();
  };
  const router: Router = await trainRouter({ manifests, offTopic }, pause);
  const seconds = (performance.now() - started) / 1000;
  const times: number[] = [];
  const right = asked.filter(({ text, owner }) => {
    const asking = performance.now();
    const { assistant, unavailable } = router.route(text);
    times.push(performance.now() - asking);
    return (assistant ?? unavailable) === owner;
  });
  const kept = JSON.stringify(router.toJSON()).length / 2 ** 20;
  return [
    name.padEnd(36),
    `${((100 * right.length) / asked.length).toFixed(1)} %`.padStart(8),
    `${seconds.toFixed(1)} s`.padStart(10),
    `${longest.toFixed(0)} ms`.padStart(12),
    `${percentile(times, 0.5).toFixed(2)} ms`.padStart(10),
    `${percentile(times, 0.99).toFixed(2)} ms`.padStart(10),
    `${Math.round(memoryNow() - before)} MiB`.padStart(10),
    `${kept.toFixed(1)} MiB`.padStart(10),
  ].join('');
}

/** Prints what the router makes of clubs without an assistant, with one, with 200, and with 100,000 examples. */
export async function printLimits(root: string, training: RouterTraining): Promise<void> {
  const columns = ['right', 'learned in', 'longest step', 'p50', 'p99', 'grew by', 'kept'];
  const widths = [8, 10, 12, 10, 10, 10, 10];
  console.log(`${''.padEnd(36)}${columns.map((name, at) => ` ${name}`.padStart(widths[at]!)).join('')}`);
  for (const limit of limitsOf(root, training)) console.log(await measure(limit));
}
