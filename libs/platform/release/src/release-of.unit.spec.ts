import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { releaseOf } from './release-of.js';

const files = {
  'apps/search/src/main.js':
    "import { rank } from './rank.js';\nimport '#words';\nimport { LRU } from '@scope/lru/deep';\n",
  'apps/search/src/rank.js': 'export const rank = 1;\n',
  'apps/search/src/words.txt': 'bay\n',
  'libs/words/src/index.js': "export * from '#text/stem';\nconst load = () => import('model');\n",
  'libs/text/stem/src/index.js': 'export const stem = 1;\n',
  'libs/other/src/index.js': 'export const other = 1;\n',
  'node_modules/@scope/lru/package.json': '{ "version": "1.0.0" }',
  'node_modules/model/package.json': '{ "version": "7.0.0" }',
};

describe('the name of a release', () => {
  let places: string[];
  beforeEach(() => {
    places = [];
  });
  afterEach(() => places.forEach((place) => rmSync(place, { recursive: true })));

  function built(changed: Record<string, string> = {}): string {
    const place = mkdtempSync(join(tmpdir(), 'release-'));
    places.push(place);
    for (const [path, text] of Object.entries({ ...files, ...changed })) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text);
    }
    return place;
  }
  const nameOf = (place: string, more: { withLibraries?: boolean } = {}): string => {
    const root = pathToFileURL(`${place}/`);
    return releaseOf([new URL('apps/search/src/', root)], { root, ...more });
  };
  const original = () => nameOf(built());

  it('is the same wherever the same build lies', () => {
    const first = built();
    const second = built();
    const third = mkdtempSync(join(tmpdir(), 'release-'));
    places.push(third);
    cpSync(first, join(third, 'deeper/dist'), { recursive: true });
    expect(nameOf(first)).toMatch(/^[0-9a-f]{16}$/);
    expect([nameOf(second), nameOf(join(third, 'deeper/dist'))]).toEqual([nameOf(first), nameOf(first)]);
  });

  it.each([
    ['a module', 'apps/search/src/rank.js', 'export const rank = 2;\n'],
    ['a file that a module reads', 'apps/search/src/words.txt', 'box\n'],
    ['a module more', 'apps/search/src/more.js', ''],
    ['a library', 'libs/words/src/index.js', "export * from '#text/stem';\n"],
    ['a library that a library imports', 'libs/text/stem/src/index.js', 'export const stem = 2;\n'],
    ['the version of a package', 'node_modules/@scope/lru/package.json', '{ "version": "1.0.1" }'],
    [
      'the version of one that is loaded when it is needed',
      'node_modules/model/package.json',
      '{ "version": "7.0.1" }',
    ],
  ])('is another one with a change of %s', (_, path, text) => {
    expect(nameOf(built({ [path]: text }))).not.toBe(original());
  });

  it.each([
    ['a library that is not imported', 'libs/other/src/index.js', 'export const other = 2;\n'],
    ['a spec', 'apps/search/src/rank.unit.spec.ts', 'it.todo'],
    ['a map of the source', 'apps/search/src/rank.js.map', '{}'],
  ])('is the same with a change of %s', (_, path, text) => {
    expect(nameOf(built({ [path]: text }))).toBe(original());
  });

  it('is of the folders alone where that is asked for', () => {
    const alone = (changed: Record<string, string> = {}) => nameOf(built(changed), { withLibraries: false });
    expect(alone({ 'libs/words/src/index.js': '' })).toBe(alone());
    expect(alone({ 'apps/search/src/rank.js': '' })).not.toBe(alone());
  });
});
