import { setTimeout as pause } from 'node:timers/promises';
import { ModelStub } from '#testing/models';
import { anyBehavior } from './by-chance.js';
import { monotonicMs, type Told } from './recording-provider.js';

/** Words that every assistant knows, one every 20 ms, for longer than anybody listens. */
async function* talking(gone: AbortSignal): AsyncGenerator<string> {
  for (let word = 0; word < 500 && !gone.aborted; word += 1) {
    await pause(20);
    yield ' you';
  }
}

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
    return anyBehavior({ says: talking(gone) });
  };
  tell({ type: 'listening', url: stub.url });
  process.once('disconnect', () => process.exit(0));
}
