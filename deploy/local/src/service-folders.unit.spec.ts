import { afterAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findMigrations, findServices, findSopFolders } from './service-folders.js';

const apps = mkdtempSync(join(tmpdir(), 'clubos-folders-'));
for (const file of [
  ...['gateway/src/main.js', 'metrics/src/main.js', 'mesh-e2e/src/main.js', 'knowledge/src/index.js'],
  ...['assistants/tech/src/main.js', 'assistants/draft/README.md', 'assistants/tech/sops/lights.md'],
  ...['gateway/src/migrate.js', 'metrics/src/migrate.js', 'assistants/tech/src/migrate.js'],
]) {
  mkdirSync(dirname(join(apps, file)), { recursive: true });
  writeFileSync(join(apps, file), '');
}
afterAll(() => rmSync(apps, { recursive: true }));

test('a service is a folder with a main file, and an assistant may be missing', () => {
  expect(findServices(apps).map(({ name, required }) => [name, required])).toEqual([
    ['gateway', true],
    ['metrics', true],
    ['tech', false],
  ]);
});

test("the log's migrations come first", () => {
  expect(findMigrations(apps).map(({ name }) => name)).toEqual(['metrics', 'gateway', 'tech']);
});

test('every assistant with procedures has a folder of them', () => {
  expect(findSopFolders(apps)).toEqual([join(apps, 'assistants/tech/sops')]);
  expect(findSopFolders(join(apps, 'nowhere'))).toEqual([]);
});
