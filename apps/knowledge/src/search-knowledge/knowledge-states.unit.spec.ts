import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { releaseOf } from '#platform/release';
import { KnowledgeStates } from './knowledge-states.js';

const nobody = { query: () => Promise.reject(new Error('Nobody is asked.')) };
const nameBy = (release: string, made = ['embedder', 'analyzer']): string =>
  new KnowledgeStates(nobody, release, made).nameOf('state');

describe('the name of a state', () => {
  it('is of the state, the release, and what it was indexed by', () => {
    expect(nameBy('r1')).toMatch(/^state\.[0-9a-f]{12}$/);
    expect(new Set([nameBy('r1'), nameBy('r2'), nameBy('r1', ['another', 'analyzer']), nameBy('r1')]).size).toBe(3);
  });
});

describe('two builds of the service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const service = fileURLToPath(new URL('../', import.meta.url));

  function buildOf(name: string, changed?: string): string {
    const copy = join(folder, name);
    cpSync(service, copy, { recursive: true });
    if (changed !== undefined) appendFileSync(join(copy, changed), '\n');
    return nameBy(releaseOf([pathToFileURL(`${copy}/`)]));
  }
  const here = buildOf('here');

  it('search under one name, wherever they lie, where nothing differs', () => {
    expect(buildOf('there')).toBe(here);
  });

  it.each([
    'search-knowledge/search-statement.ts',
    'search-knowledge/search-knowledge.ts',
    'language/club-words.txt',
    'sop/chunk-body.ts',
  ])('search under two names where %s differs', (file) => {
    expect(buildOf(file.replaceAll('/', '-'), file)).not.toBe(here);
  });
});
