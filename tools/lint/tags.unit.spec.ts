import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { depConstraints } from './boundaries.mjs';

const root = resolve(import.meta.dirname, '../..');

interface Project {
  readonly folder: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly sourceRoot: string;
}

const projects: Project[] = globSync('{apps,libs,deploy,tools}/**/project.json', { cwd: root })
  .filter((file) => !/(^|\/)(node_modules|files)\//.test(file))
  .map((file) => ({
    folder: dirname(file),
    ...(JSON.parse(readFileSync(join(root, file), 'utf8')) as Omit<Project, 'folder'>),
  }));

const foldersIn = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${path}/${entry.name}`);

/** Folders that hold projects and are none themselves. */
const groups = ['apps/assistants', 'libs/platform'];
const projectFolders = ['apps', 'libs', ...groups].flatMap(foldersIn).filter((folder) => !groups.includes(folder));

const services = projectFolders
  .filter((folder) => folder.startsWith('apps/'))
  .map((folder) => ({ folder, name: basename(folder) }))
  .filter(({ name }) => !name.startsWith('mesh-'));

const known = new Set(depConstraints.map((row) => row.sourceTag));
const dimensions = ['type', 'scope', 'runtime'];

describe('projects', () => {
  it.each(projectFolders)('%s has a project.json', (folder) => {
    expect(projects.map((project) => project.folder)).toContain(folder);
  });

  it.each(projects)('$folder has exactly one tag of each dimension, and only tags there are rules for', ({ tags }) => {
    expect(tags.map((tag) => tag.split(':')[0]).sort()).toEqual([...dimensions].sort());
    expect(tags.filter((tag) => !known.has(tag))).toEqual([]);
  });

  it.each(projects)('$folder is named and placed as its folder says', ({ folder, name, tags, sourceRoot }) => {
    expect(name).toBe(folder.replace(/^(apps\/assistants|apps|libs|deploy)\//, '').replaceAll('/', '-'));
    expect([folder, `${folder}/src`]).toContain(sourceRoot);
    const service = services.find((each) => each.folder === folder);
    expect(tags).toContain(`scope:${service?.name ?? 'shared'}`);
  });

  it('no two have the same name', () => {
    const names = projects.map((project) => project.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe('services', () => {
  // A new assistant is one folder, so its page may stand in it.
  it.each(services)('$name has a page', ({ folder, name }) => {
    const places = [
      `docs/services/${name}.md`,
      ...(folder.startsWith('apps/assistants/') ? [`${folder}/README.md`] : []),
    ];
    expect(places.filter((place) => existsSync(join(root, place)))).not.toEqual([]);
  });

  it('every page in docs/services is about a service', () => {
    const pages = readdirSync(join(root, 'docs/services')).map((file) => basename(file, '.md'));
    const names = ['README', ...services.map(({ name }) => name)];
    expect(pages.filter((page) => !names.includes(page))).toEqual([]);
  });
});
