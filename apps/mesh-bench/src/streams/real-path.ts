import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Mesh } from '#testing/mesh';
import { ModelStub, type StubCall } from '#testing/models';
import { freshQuestions, type FreshQuestion } from '../load/fresh-questions.js';
import { quantile, report, residentKib } from './figures.js';
import { sampleProcess } from '../watch/process-sample.js';
import { openStream, type OpenStream } from './stream-reader.js';

/** A provider as the mesh is told of it. */
interface Provider {
  readonly name: string;
  readonly settings: (url: string) => Readonly<Record<string, string>>;
}

/** A key of OpenAI's would have procedures embedded by it, too: its SDK is told of the stub as of a server of one's own. */
export const providers: readonly Provider[] = [
  { name: 'OpenAI SDK', settings: (url) => ({ LOCAL_MODEL_BASE_URL: `${url}/v1`, LOCAL_MODEL: 'stub' }) },
  {
    name: 'Anthropic SDK',
    settings: (url) => ({ ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: url, ANTHROPIC_PRICES: '0/0' }),
  },
];

/** Nothing here is about how long a model may take, so nothing of it ends an answer. */
const patient = {
  ANSWER_DEADLINE_MS: '60000',
  MODEL_CONCURRENCY: '2000',
  MAX_STREAMS_PER_KEY: '2000',
  MODEL_STALL_MS: '60000',
  MODEL_GAP_MS: '60000',
  MODEL_FIRST_PIECE_MS: '60000',
};

const betweenTokens = 20;
const asked = 120;
const bursts = 40;
const many = 1000;
const leaving = 200;

/** What a model says to one question, token by token, and when each was given out. */
class Talk {
  readonly tokens: { readonly text: string; readonly at: number }[] = [];

  constructor(
    private readonly call: StubCall,
    private readonly texts: readonly string[],
    private readonly wait: (index: number) => Promise<unknown>,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (const [index, text] of this.texts.entries()) {
      await Promise.race([this.wait(index), once(this.call.gone, 'abort')]);
      if (this.call.gone.aborted) return;
      this.tokens.push({ text, at: performance.now() });
      yield text;
    }
  }
}

const harmless = [
  'You',
  ' can',
  ' do',
  ' this',
  ' right',
  ' here',
  '.',
  ' Ask',
  ' the',
  ' front',
  ' desk',
  ' first',
  '.',
];

/** A sentence that begins with a number of the procedures: nothing of it may be said before it is over. */
function claiming(call: StubCall): string[] {
  const number = /(?<![\w.,:-])\d{1,3}(?![\w.,:-])/.exec(JSON.stringify(call.body['messages']).replace(/\\n\d+[.)]/g, ' '))?.[0];
  return [number ?? '1', ' is', ' what', ' you', ' need', '.', ' Ask', ' the', ' desk', '.'];
} // prettier-ignore

/** The whole way: a client, the gateway, NATS, an assistant with the kit, the provider's SDK, and what stands for the provider. */
export class RealPath {
  private readonly questions: Iterator<FreshQuestion, undefined>;
  private say: (call: StubCall) => Talk = (call) => new Talk(call, harmless, () => pause(betweenTokens));
  private readonly talks: Talk[] = [];

  private constructor(
    readonly mesh: Mesh,
    private readonly stub: ModelStub,
    root: string,
  ) {
    this.questions = freshQuestions(root);
    stub.behavior = (call) => {
      const talk = this.say(call);
      this.talks.push(talk);
      return { says: talk };
    };
  }

  static async open(root: string, { settings }: Provider): Promise<RealPath> {
    const stub = await ModelStub.start();
    return new RealPath(await Mesh.start({ root, settings: { ...patient, ...settings(stub.url) } }), stub, root);
  }

  async close(): Promise<void> {
    await this.mesh.remove();
    await this.stub.stop();
  }

  /** Milliseconds from the first token, and from the one that `until` names, to the first text that a client has. */
  async firstText(claims: boolean): Promise<{ sinceFirst: number[]; sinceEnd: number[] }> {
    this.say = (call) => new Talk(call, claims ? claiming(call) : harmless, () => pause(betweenTokens));
    const sinceFirst: number[] = [];
    const sinceEnd: number[] = [];
    for (let turn = 0; turn < asked; turn += 1) {
      this.talks.length = 0;
      let came = Number.NaN;
      const { ended } = this.next(() => (came = Number.isNaN(came) ? performance.now() : came));
      await ended;
      const tokens = this.talks[0]?.tokens ?? [];
      // The next sentence has begun, or for what needs no end the second token.
      const end = tokens.find(({ text }) => text === ' Ask');
      if (!end || !tokens[0] || turn < asked / 10) continue;
      sinceFirst.push(came - tokens[0].at);
      sinceEnd.push(came - end.at);
    }
    return { sinceFirst, sinceEnd };
  }

  /** Milliseconds until a client has what the model had said by then, for every token that came in a burst. */
  async burstDelays(): Promise<number[]> {
    const words = Array.from({ length: 4 }, () => harmless.slice(0, 6)).flat().slice(1).map((text) => (text === 'You' ? ' you' : text)); // prettier-ignore
    const texts = ['You', ...words];
    this.say = (call) => new Talk(call, texts, (index) => (index === 0 ? pause(betweenTokens) : Promise.resolve()));
    const delays: number[] = [];
    for (let turn = 0; turn < bursts; turn += 1) {
      this.talks.length = 0;
      const came: { readonly at: number; readonly length: number }[] = [];
      let length = 0;
      const { ended } = this.next((text) => came.push({ at: performance.now(), length: (length += text.length) }));
      await ended;
      let said = 0;
      for (const { text, at } of this.talks[0]?.tokens ?? []) {
        said += text.length;
        const heard = came.find((each) => each.length >= said);
        if (heard) delays.push(heard.at - at);
      }
    }
    return delays;
  }

  /** Opens them all at the provider, and lets them end together. */
  async openMany(): Promise<{ open: number; whole: number; gatewayKib: number; assistantsKib: number }> {
    const gate = new AbortController();
    this.say = (call) => new Talk(call, harmless, (index) => (index === 2 ? once(gate.signal, 'abort') : pause(1)));
    const assistants = ['booking', 'tech', 'brand'];
    const kib = (): [number, number] => [
      residentKib(this.mesh),
      assistants.reduce((sum, name) => sum + residentKib(this.mesh, name), 0),
    ];
    const before = kib();
    this.talks.length = 0;
    const streams: Promise<boolean>[] = [];
    const until = performance.now() + 7000;
    let heard = 0;
    while (heard < many && streams.length < 1.3 * many && performance.now() < until) {
      // Some questions go to a person and not to the model: they are over at once, and others are asked instead.
      let first = true;
      const onToken = (text: string): void => {
        if (first && text === 'You') heard += 1;
        first = false;
      };
      streams.push(this.next(onToken).ended);
      if (streams.length - heard > 100) await pause(5);
    }
    while (heard < Math.min(many, this.talks.length) && performance.now() < until) await pause(10);
    const open = heard;
    const at = kib();
    gate.abort();
    const whole = (await Promise.all(streams)).filter(Boolean).length - (streams.length - this.talks.length);
    return { open, whole, gatewayKib: (at[0] - before[0]) / open, assistantsKib: (at[1] - before[1]) / open };
  }

  /** Milliseconds from a client's leaving, at any moment of its answer, until its call is seen hung up on at the provider. */
  async leave(): Promise<{ delays: number[]; left: number }> {
    this.say = (call) =>
      new Talk(
        call,
        Array.from({ length: 500 }, () => ' you'),
        () => pause(betweenTokens),
      );
    const delays: number[] = [];
    let left = 0;
    for (let turn = 0; turn < leaving; turn += 1) {
      this.talks.length = 0;
      const before = this.stub.abandoned;
      const stream = this.next();
      const until = performance.now() + 2000;
      while (this.talks.length === 0 && performance.now() < until) await pause(1);
      if (this.talks.length === 0) {
        await stream.ended;
        continue;
      }
      await pause(Math.random() * 100);
      left += 1;
      const at = performance.now();
      stream.leave();
      await stream.ended.catch(() => false);
      while (this.stub.abandoned === before && performance.now() < at + 5000) await pause(1);
      delays.push((this.stub.abandonedAt[before] ?? Infinity) - at);
    }
    return { delays, left };
  }

  /** Milliseconds of processor time so far, of those that a token passes through. */
  processorMs(): Record<string, number> {
    const of = (...names: readonly string[]): number =>
      1000 *
      names.reduce((sum, each) => sum + (sampleProcess(this.mesh.run.processes[each]!)?.processorSeconds ?? 0), 0);
    return { assistants: of('booking', 'tech', 'brand'), nats: of('nats'), gateway: of('gateway') };
  }

  private next(onToken?: (text: string) => void): OpenStream {
    const { value } = this.questions.next();
    if (!value) throw new Error('there are no questions left that nobody asked');
    return openStream(this.mesh, onToken, value);
  }
}

/** Runs the whole way with one provider. @returns which bars it holds */
export async function measureRealPath(root: string, provider: Provider, load: boolean): Promise<Record<string, boolean>> {
  const path = await RealPath.open(root, provider);
  const { name } = provider;
  try {
    const before = path.processorMs();
    const free = await path.firstText(false);
    const used = path.processorMs();
    console.log(`${name}: processor time per question, ms: ${Object.entries(used).map(([who, ms]) => `${who} ${((ms - before[who]!) / asked).toFixed(1)}`).join(', ')}`);
    const first = report(`${name}: first text, ms after the provider's first token`, free.sinceFirst);
    const held = await path.firstText(true);
    report(`${name}: the same, a sentence that begins with a figure (6 tokens of ${betweenTokens} ms)`, held.sinceFirst);
    const checked = report(`${name}: first text of such a sentence, ms after the token that shows its end`, held.sinceEnd);
    const burst = report(`${name}: every token of a burst of 24, ms after the provider gave it`, await path.burstDelays());
    const bars: Record<string, boolean> = {
      [`${name}: first token p50 <= 5 ms`]: quantile(first, 0.5) <= 5,
      [`${name}: checked sentence p50 <= 5 ms after its end`]: quantile(checked, 0.5) <= 5,
      [`${name}: bursts, 30 ms and the way, p95`]: quantile(burst, 0.95) <= 30 + quantile(first, 0.95),
    };
    if (!load) return bars;
    const { delays, left } = await path.leave();
    const stopped = report(`${name}: call hung up on at the provider, ms after the client left`, delays);
    bars[`${name}: hung up on within 200 ms, ${left} of them`] = left >= 150 && stopped.at(-1)! <= 200;
    const { open, whole, gatewayKib, assistantsKib } = await path.openMany();
    console.log(`${name}: open at once at the provider, each with its first word at the client: ${open} of ${many}; whole at the end: ${whole}`);
    console.log(`${name}: memory per open stream: ${gatewayKib.toFixed(0)} KiB of the gateway, ${assistantsKib.toFixed(0)} KiB of the assistants`);
    bars[`${name}: 1,000 open streams, at most 256 KiB of the gateway each`] = open >= many && gatewayKib <= 256;
    return bars;
  } finally {
    await path.close();
  }
} // prettier-ignore
