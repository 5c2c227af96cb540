import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { releaseOf } from '#platform/release';
import { club } from '../testing/examples.js';
import { composerOf, type Composition } from './composer.js';

const composition: Composition = { release: 'r1', version: '1.0.0', club, model: null };

describe('the name of what composes an answer', () => {
  it('is the same for the same', () => {
    expect(composerOf({ ...composition })).toBe(composerOf(composition));
  });

  it.each<[string, Partial<Composition>]>([
    ['the code', { release: 'r2' }],
    ["the assistant's version", { version: '1.0.1' }],
    ['the club', { club: { ...club, name: 'Another' } }],
    ['the models', { model: '[["local","chat",null,"local"]] prompt' }],
  ])('is another one for another of %s', (_, change) => {
    expect(composerOf({ ...composition, ...change })).not.toBe(composerOf(composition));
  });
});

describe('two builds of the kit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kit-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const kit = fileURLToPath(new URL('../', import.meta.url));

  function buildOf(name: string, changed?: string): string {
    const copy = join(folder, name);
    cpSync(kit, copy, { recursive: true });
    if (changed !== undefined) appendFileSync(join(copy, changed), '// Decides otherwise.\n');
    return composerOf({ ...composition, release: releaseOf([pathToFileURL(`${copy}/`)]) });
  }
  const here = buildOf('here');

  it('compose under one name, wherever they lie, where nothing differs', () => {
    expect(buildOf('there')).toBe(here);
  });

  it.each(['compose/compose-answer.ts', 'generate/prompt.ts', 'grounding/promises.ts', 'sections/section.ts'])(
    'compose under two names where %s differs',
    (file) => {
      expect(buildOf(file.replaceAll('/', '-'), file)).not.toBe(here);
    },
  );
});
