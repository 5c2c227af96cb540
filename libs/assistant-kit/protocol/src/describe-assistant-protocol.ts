import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callRoll, type Manifest } from '#contracts';
import { eventually, testBackingServices, type TestBackingServices } from '#testing';
import type { AssistantDefinition } from '../../src/define-assistant.js';
import { ungroundedFigures } from '../../src/grounding/ungrounded-figures.js';
import type { Answered } from './asked.js';
import { instance, ProtocolBench, reserveMs } from './protocol-bench.js';
import { deskSentences, type SopFile } from './sop-folder.js';

const examplesAsked = 5;

/** Said with one word of a procedure's own, this is found, and answered by nothing. */
const nonsense = 'zylophonic quargle brimbuffet wozzeck frumious';

/** Long enough that nothing within it ends because of it. */
const patientMs = 60_000;

/** A second for knowledge, which does not answer. */
const impatientMs = reserveMs + 1_000;

const spread = <T>(items: readonly T[], count: number): T[] =>
  items.filter(
    (_, index) => Math.floor((index * count) / items.length) !== Math.floor(((index - 1) * count) / items.length),
  );

const longestWord = (text: string): string =>
  text.split(/\W+/).reduce((one, other) => (other.length > one.length ? other : one), '');

/** One start, then text, sources, actions and escalations, then one end. */
function expectLegalOrder({ parts }: Answered, { id, version }: Manifest): void {
  expect(parts[0]).toEqual({ type: 'answer-start', assistant: id, version });
  expect(parts.filter(({ type }) => type === 'answer-start')).toHaveLength(1);
  expect(parts.filter(({ type }) => type === 'answer-end')).toHaveLength(1);
  expect(parts.at(-1)?.type).toBe('answer-end');
}

/** Every source is a span of the SOP it names, and everything that could be invented stands in one. */
function expectGrounded({ text, sources, escalation }: Answered, sops: ReadonlyMap<string, SopFile>): void {
  for (const { sop, quote, start, end } of sources) expect(sops.get(sop)?.body.slice(start, end)).toBe(quote);
  expect(text.trim()).not.toBe('');
  expect(ungroundedFigures(text, sources)).toEqual([]);
  expect(sources.length > 0 || escalation !== undefined).toBe(true);
}

function announces(bench: ProtocolBench): void {
  const { manifest } = bench.definition;
  const said = { name: 'manifest', instance, manifest };

  it('announces its manifest when it starts, when the roll is called, and that it is there in between', async () => {
    await eventually(() => expect(bench.heard).toContainEqual(said));
    bench.heard.length = 0;
    bench.gateway.announce(callRoll, { gateway: instance });
    await eventually(() => expect(bench.heard).toContainEqual(said));
    await eventually(() => expect(bench.heard).toContainEqual({ name: 'presence', instance }));
  });

  it('is ready, and says how it stands with the bus and with knowledge', () =>
    eventually(async () =>
      expect(await bench.health()).toEqual({ ready: true, degraded: [], checks: { bus: 'ok', knowledge: 'ok' } }),
    ));
}

function answers(bench: ProtocolBench): void {
  const { manifest } = bench.definition;
  const firstAsked = bench.files.map(({ id, asks, title }) => [id, asks[0] ?? title] as const);

  it.each(spread(manifest.examples, examplesAsked))(
    'answers an example, in order and from its sources: %s',
    async (example) => {
      const answer = await bench.ask(example);
      expectLegalOrder(answer, manifest);
      expectGrounded(answer, bench.sops);
    },
  );

  it.each(firstAsked)('answers from %s when it is asked "%s"', async (_, query) => {
    const answer = await bench.ask(query);
    expectLegalOrder(answer, manifest);
    expectGrounded(answer, bench.sops);
    expect(answer.sources).not.toEqual([]);
  });

  it.each(firstAsked)('shows a member no step of the desk from %s', async (_, query) => {
    const answer = await bench.ask(query, { asker: 'member' });
    expectGrounded(answer, bench.sops);
    const shown = [answer.text, ...answer.sources.map(({ quote }) => quote)].join('\n');
    const hidden = answer.sources.flatMap(({ sop }) => deskSentences(bench.sops.get(sop)));
    expect(hidden.filter((sentence) => shown.includes(sentence))).toEqual([]);
    expect(shown).not.toContain('Desk:');
  });

  it('answers at every site it is asked about', async () => {
    for (const { id: site } of bench.club.sites)
      expectGrounded(await bench.ask(firstAsked[0]?.[1] ?? '', { site }), bench.sops);
  });

  it('hands a question that nothing answers to a person', async () => {
    const answer = await bench.ask(`${nonsense} ${longestWord(bench.files[0]?.title ?? '')}`);
    expectLegalOrder(answer, manifest);
    expect(answer.escalation).toBeDefined();
    expect(answer.end?.category).toBe('escalation');
  });

  it('refuses an ask that does not fit the contract', () =>
    expect(bench.ask('')).rejects.toMatchObject({ failure: { code: 'invalid-request' } }));
}

/** These take the mesh apart piece by piece, so they come last and in this order. */
function endsWell(bench: ProtocolBench, services: TestBackingServices): void {
  const { manifest } = bench.definition;
  const example = manifest.examples[0] ?? '';

  it('stops working when the asker leaves', async () => {
    const { knowledge } = bench;
    knowledge.hold();
    const before = { searches: knowledge.searches, cancelled: knowledge.cancelled };
    const leaving = new AbortController();
    const answer = bench.ask(example, {}, { signal: leaving.signal, withinMs: patientMs });
    await eventually(() => expect(knowledge.searches).toBeGreaterThan(before.searches));
    leaving.abort();
    await expect(answer).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    await eventually(() => expect(knowledge.cancelled).toBeGreaterThan(before.cancelled));
    knowledge.release();
  });

  it('ends in time, and hands over to a person, when knowledge does not answer', async () => {
    bench.knowledge.hold();
    const answer = await bench.ask(example, {}, { withinMs: impatientMs });
    bench.knowledge.release();
    expectLegalOrder(answer, manifest);
    expect(answer.end?.degraded).toContain('knowledge-unavailable');
    expect(answer.escalation).toBeDefined();
  });

  it('does the same when there is no knowledge service at all, and stays ready', async () => {
    await bench.knowledge.stop();
    const answer = await bench.ask(example);
    expect(answer.end?.degraded).toContain('knowledge-unavailable');
    expect(answer.escalation).toBeDefined();
    expect(await bench.health()).toMatchObject({ ready: true, checks: { bus: 'ok' } });
  });

  it('says that it leaves when it stops, finishes what it has begun, and is gone', async () => {
    await bench.restartKnowledge(services.nats.url);
    const { knowledge, heard } = bench;
    heard.length = 0;
    knowledge.hold();
    const begun = bench.ask(example);
    await eventually(() => expect(knowledge.searches).toBeGreaterThan(0));
    const stopped = bench.assistant.stop();
    await eventually(() => expect(heard).toContainEqual({ name: 'leave', instance }));
    knowledge.release();
    const finished = await begun;
    expectLegalOrder(finished, manifest);
    expect(finished.end?.degraded).toEqual([]);
    await stopped;
    await expect(bench.ask(example)).rejects.toMatchObject({ failure: { code: 'no-responders' } });
  });
}

/**
 * What every assistant has to keep, tried on a real broker with a knowledge service that answers from the assistant's own
 * `sops/`. To be called once, in `<id>.protocol.int.spec.ts`.
 */
export function describeAssistantProtocol(definition: AssistantDefinition): void {
  const bench = new ProtocolBench(definition);
  const services = testBackingServices({ nats: {} });

  describe(`the assistant protocol, kept by ${definition.manifest.id}`, () => {
    beforeAll(() => bench.start(services.nats.url));
    afterAll(() => bench.stop());
    announces(bench);
    answers(bench);
    endsWell(bench, services);
  });
}
