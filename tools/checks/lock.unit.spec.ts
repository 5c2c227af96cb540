import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = resolve(import.meta.dirname, '../..');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, LockedPackage>>;
};

/** Where Node would look for a dependency of a package, the nearest folder first. */
function placesFor(name: string, wantedBy: string): string[] {
  const parts = wantedBy.split('/node_modules/');
  const folders = parts.map((_, at) => parts.slice(0, parts.length - at).join('/node_modules/'));
  const nested = wantedBy === '' ? [] : folders.map((folder) => `${folder}/node_modules/${name}`);
  return [...nested, `node_modules/${name}`];
}

describe('package-lock.json', () => {
  // An install from a registry that lacks the packages of other systems drops them, and `npm ci` then refuses the file.
  it('has an entry for every optional package, also for those of other systems', () => {
    const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => ({ name, places: placesFor(name, path) })),
    );
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter(({ places }) => !places.some((place) => place in packages)).map(({ name }) => name)).toEqual(
      [],
    );
  });
});
