import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Deadline } from '#kernel';
import { printMachine } from '../load/report.js';
import { modelsOf, request } from './models.js';
import { installPortkey, portkeyVersion, startPortkey } from './portkey.js';

/**
 * `npm run bench:provider`: what our way to a model adds to the provider's own time, beside what the Portkey gateway adds,
 * with the same stub, in turns, in one run (P6). Ends with 1 when ours adds more, or when somebody did not get the text.
 */
const rounds = 400;
const warmUp = 100;

const root = join(import.meta.dirname, '../../../../..');
const expected = Array.from({ length: 20 }, (_, index) => `word ${index} `).join('');

type Ask = () => Promise<string>;

const body = JSON.stringify({
  model: 'stub-model',
  messages: [
    { role: 'system', content: request.system },
    { role: 'user', content: request.user },
  ],
  max_completion_tokens: request.maxTokens,
  stream: true,
  stream_options: { include_usage: true },
});

/** Reads a stream of chat completions with as little as can be: what remains is the server's. */
const bare =
  (url: string, headers: Readonly<Record<string, string>>): Ask =>
  async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer key', ...headers },
      body,
    });
    let text = '';
    for (const line of (await response.text()).split('\n')) {
      if (!line.startsWith('data: {')) continue;
      const { choices } = JSON.parse(line.slice(6)) as { choices?: { delta: { content?: string } }[] };
      text += choices?.[0]?.delta.content ?? '';
    }
    return text;
  };

function ours(url: string): Ask {
  const chat = modelsOf({ OPENAI_API_KEY: 'key', OPENAI_BASE_URL: `${url}/v1`, OPENAI_MODEL: 'stub-model' });
  return async () => {
    let text = '';
    for await (const part of chat.stream(request, { deadline: Deadline.in(10_000) }))
      if (part.type === 'text-delta') text += part.text;
    return text;
  };
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;

const stub = fork(join(import.meta.dirname, 'stub-process.js'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const [{ url }] = (await once(stub, 'message')) as [{ url: string }];
printMachine({ portkey: portkeyVersion });
console.log(`workload: ${rounds} questions, one at a time, in turns; 20 pieces and the usage in each answer`);
const missing = await installPortkey(root);
const portkey = missing === null ? await startPortkey(root) : undefined;
if (missing !== null) console.log(`${missing} Ours is measured alone.`);

const asks: [name: string, ask: Ask][] = [
  ['the provider alone', bare(`${url}/v1/chat/completions`, {})],
  ['our way to it', ours(url)],
];
if (portkey) {
  const through = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${url}/v1` };
  asks.push(['the Portkey gateway', bare(`${portkey.url}/v1/chat/completions`, through)]);
}
const times = asks.map((): number[] => []);
const wrong = asks.map(() => 0);
for (let round = -warmUp; round < rounds; round += 1) {
  for (const [index, [, ask]] of asks.entries()) {
    const begun = performance.now();
    if ((await ask()) !== expected) wrong[index]! += 1;
    if (round >= 0) times[index]!.push(performance.now() - begun);
  }
}
times.forEach((each) => each.sort((one, other) => one - other));
const [alone, own, theirs] = times;
console.log(
  `${'ms'.padEnd(24)}${['p50', 'p95', 'p99', 'max', 'added p50', 'wrong'].map((each) => each.padStart(10)).join('')}`,
);
asks.forEach(([name], index) => {
  const own = times[index]!;
  const added = at(own, 0.5) - at(alone!, 0.5);
  const cells = [at(own, 0.5), at(own, 0.95), at(own, 0.99), at(own, 1), added];
  console.log(
    `${name.padEnd(24)}${cells.map((each) => each.toFixed(2).padStart(10)).join('')}${String(wrong[index]).padStart(10)}`,
  );
});
const less = theirs === undefined || at(own!, 0.5) < at(theirs, 0.5);
const whole = wrong.every((each) => each === 0);
console.log(theirs ? `P6: ours adds ${less ? 'less' : 'more'} than the Portkey gateway` : 'P6: not compared');
await portkey?.stop();
stub.disconnect();
process.exit(whole && less ? 0 : 1);
