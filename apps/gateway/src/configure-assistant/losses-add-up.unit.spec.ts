import { describe, expect, it } from '@jest/globals';
import type { AssistantConfig } from '#contracts';
import { MemoryEventStore } from '#event-store';
import { newTraceId } from '#kernel';
import { ConfigLog } from './config-log.js';
import { ConfigureAssistant } from './configure-assistant.js';
import { effectiveManifest, manifestAlone } from './effective-manifest.js';
import { compareRouters } from './regression-gate.js';

/** Enough that two may be lost. */
const questions = Array.from({ length: 400 }, (_, at) => ({ text: String(at), label: 'booking' }));
const manifest = (id: string) => ({ ...whole, id });
const whole = {
  version: '1.0.0',
  label: 'x',
  answers: 'whatever is asked',
  keywords: [],
  examples: ['one', 'two', 'three', 'four', 'five'],
  sites: [],
  timeouts: { answerMs: 100 },
  emergency: false,
};
const editor = { actor: 'ann', traceId: newTraceId(), mayOverride: true };

/** A club in which every phrase that is put in, by whichever assistant, costs one labeled question. */
function open(events = new MemoryEventStore()) {
  const inUse = new Map<string, AssistantConfig>();
  const routables = (instead: Readonly<Record<string, AssistantConfig>> = {}) =>
    ['booking', 'tech'].map((id) => effectiveManifest(manifest(id), instead[id] ?? inUse.get(id) ?? manifestAlone));
  const directory = { routables, manifest, emergencies: () => [] };
  const prepare = (manifests: ReturnType<typeof routables>) => {
    const lost = manifests.reduce((sum, { keywords }) => sum + keywords.length, 0);
    const router = { see: (text: string) => text, place: (text: string) => (Number(text) < lost ? 'tech' : 'booking') };
    return Promise.resolve({ router, made: 'reconfigured', leftOut: [] });
  };
  const configs = {
    saved: ({ assistant, config }: { assistant: string; config: AssistantConfig }) => void inUse.set(assistant, config),
  };
  const router = { prepare, keep: () => Promise.resolve() };
  const log = new ConfigLog(events);
  const configure = new ConfigureAssistant(directory, configs as never, log, router as never, questions, []);
  const words = ['gong', 'harp', 'lute', 'oboe', 'viola'];
  const save = async (assistant: string, phrases: number, override?: string) => {
    const add = words.slice(0, phrases).map((word) => ({ phrase: `${assistant} ${word}`, weight: 1 }));
    const config = { ...manifestAlone, keywords: { add, remove: [] } };
    const { version } = await configure.version(assistant);
    return configure.configure(assistant, version, { config, reason: 'a spec', override }, editor);
  };
  return { save, log, events };
}

const refused = (message: RegExp) => ({
  failure: expect.objectContaining({ code: 'routing-regression', message: expect.stringMatching(message) }),
});

describe('many edits that lose a little', () => {
  it('may lose together what one may lose, whichever assistants they are of', async () => {
    const { save } = open();
    expect((await save('booking', 1)).regression).toMatchObject({ budget: 2, lostBefore: 0, passed: true });
    expect((await save('tech', 1)).regression).toMatchObject({ lostBefore: 1, passed: true });
    await expect(save('booking', 2)).rejects.toMatchObject(
      refused(/^Not saved: 1 of 400 labeled questions would be lost, beside 2 that edits before it have lost/),
    );
    expect((await save('booking', 0)).regression).toMatchObject({ lostBefore: 2, passed: true });
    expect((await save('booking', 1)).regression).toMatchObject({ lostBefore: 1, passed: true });
  });

  it('begin anew where an admin accepted what was refused', async () => {
    const { save } = open();
    await save('booking', 2);
    await save('tech', 1, 'the owner wants it');
    expect((await save('tech', 3)).regression).toMatchObject({ lostBefore: 0, passed: true });
    await expect(save('tech', 4)).rejects.toMatchObject(refused(/beside 2/));
  });

  it('are the same to every gateway that reads the log', async () => {
    const { save, events } = open();
    await save('booking', 2);
    expect(await new ConfigLog(events).lost()).toBe(2);
  });
});

describe('an emergency question that is newly missed', () => {
  it('is named, and not made good by another that is newly caught', async () => {
    const asked = ['he fell', 'it burns'].map((text) => ({ text, label: 'emergency' }));
    const only = (caught: string) => (text: string) => (text === caught ? 'emergency' : 'tech');
    const report = await compareRouters(asked, only('he fell'), only('it burns'), ['emergency']);
    expect(report).toMatchObject({
      emergenciesBefore: 1,
      emergenciesAfter: 1,
      passed: false,
      newlyMissed: [{ text: 'he fell', before: 'emergency', after: 'tech' }],
    });
  });
});
