import { setTimeout as pause } from 'node:timers/promises';
import { ModelStub, type StubBehavior } from '#testing/models';
import { monotonicMs, type Told } from './recording-provider.js';

const between = (least: number, most: number): number => least + Math.random() * (most - least);

/** Words that every assistant knows, one every 20 ms, for longer than anybody listens. */
async function* talking(gone: AbortSignal): AsyncGenerator<string> {
  for (let word = 0; word < 500 && !gone.aborted; word += 1) {
    await pause(20);
    yield ' you';
  }
}

/** It answers, is slow, drips, talks on or hangs, by chance. */
const anyBehavior = (gone: AbortSignal): StubBehavior => {
  const says = ['It ', 'comes ', 'by ', 'text.'];
  const choices: readonly StubBehavior[] = [
    { says },
    { says, afterMs: Math.round(between(1, 800)) },
    { says, drip: { bytes: 8, everyMs: 15 } },
    { says: says.slice(0, 2), cut: 'hang' },
    { says: talking(gone) },
    'hangs',
  ];
  return choices[Math.floor(Math.random() * choices.length)]!;
};

const questionIn = (body: Readonly<Record<string, unknown>>): string => {
  const messages = body['messages'] as readonly { readonly role: string; readonly content: string }[];
  const { question } = JSON.parse(messages.find(({ role }) => role === 'user')!.content) as { question: string };
  return question;
};

/** A provider in a process of its own: what it tells is seen from its side alone. */
if (process.send) {
  const tell = (told: Told): void => void process.send?.(told);
  const stub = await ModelStub.start();
  let calls = 0;
  stub.behavior = ({ body, gone, over }) => {
    const call = (calls += 1);
    tell({ type: 'began', call, question: questionIn(body), at: monotonicMs() });
    void over.then((answered) => tell({ type: 'over', call, answered, at: monotonicMs() }));
    return anyBehavior(gone);
  };
  tell({ type: 'listening', url: stub.url });
  process.once('disconnect', () => process.exit(0));
}
