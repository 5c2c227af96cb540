import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { depConstraints } from './boundaries.mjs';
import { lintTexts, type Finding, type LintCase } from './testing/lint-texts.js';
import { Workspace } from './testing/workspace.js';

const boundary = '@nx/enforce-module-boundaries';

const dimensionOf = (tag: string): string => tag.slice(0, tag.indexOf(':'));

/** A tag for each dimension whose rules let it depend on itself, so that a pair of libraries differs in one dimension only. */
const neutral: Record<string, string> = { type: 'type:platform', scope: 'scope:shared', runtime: 'runtime:any' };

const tags = [...new Set(depConstraints.flatMap((row) => [row.sourceTag, ...row.onlyDependOnLibsWithTags]))];

const pairs = depConstraints.flatMap(({ sourceTag, onlyDependOnLibsWithTags }) =>
  tags
    .filter((target) => dimensionOf(target) === dimensionOf(sourceTag))
    .map((target) => ({ source: sourceTag, target, allowed: onlyDependOnLibsWithTags.includes(target) })),
);

const nameOf = (role: 'from' | 'to', tag: string): string => `${role}-${tag.replace(':', '-')}`;
const tagsOf = (tag: string): string[] => Object.values({ ...neutral, [dimensionOf(tag)]: tag });

/** Runs all cases in one process, once, and gives what was found for each. */
function linted(cases: readonly LintCase[], workspace?: () => string) {
  const found = new Map<LintCase, readonly Finding[]>();
  beforeAll(async () => {
    const results = await lintTexts(cases, workspace?.());
    cases.forEach((each, index) => found.set(each, results[index]!));
  });
  return (each: LintCase) => found.get(each)!;
}

describe('who may depend on whom, row by row', () => {
  const cases = pairs.map(({ source, target, allowed }) => {
    const file = `libs/${nameOf('from', source)}/src/index.ts`;
    return { source, target, allowed, file, text: `export * from '#${nameOf('to', target)}';\n` };
  });

  let workspace: Workspace;
  beforeAll(() => {
    workspace = new Workspace();
    for (const tag of tags) {
      workspace.addLibrary(nameOf('from', tag), tagsOf(tag));
      workspace.addLibrary(nameOf('to', tag), tagsOf(tag));
    }
  });
  afterAll(() => workspace.remove());
  const findingsOf = linted(cases, () => workspace.folder);

  it.each(cases.filter(({ allowed }) => !allowed))('$source must not import $target', (each) => {
    const message = expect.stringContaining(
      `A project tagged with "${each.source}" can only depend on libs tagged with`,
    );
    expect(findingsOf(each)).toEqual([{ rule: boundary, message }]);
  });

  it.each(cases.filter(({ allowed }) => allowed))('$source may import $target', (each) => {
    expect(findingsOf(each)).toEqual([]);
  });

  it('every row refuses something', () => {
    const refusing = new Set(pairs.filter(({ allowed }) => !allowed).map(({ source }) => source));
    expect(depConstraints.map((row) => row.sourceTag).filter((tag) => !refusing.has(tag))).toEqual([]);
  });
});

/** The sentences the design stands on, said by hand: a row that is loosened by mistake is caught here. */
describe('the rows say what the design says', () => {
  const allowedFor = (tag: string) => depConstraints.find((row) => row.sourceTag === tag)?.onlyDependOnLibsWithTags;

  it('the kernel depends on nothing, contracts on the kernel only', () => {
    expect(allowedFor('type:kernel')).toEqual(['type:kernel']);
    expect(allowedFor('type:contract')).toEqual(['type:kernel', 'type:contract']);
  });

  it('the router is pure: no platform, no model, no store', () => {
    expect(allowedFor('type:routing')).toEqual(['type:kernel', 'type:contract', 'type:routing']);
  });

  it.each(['gateway', 'knowledge', 'metrics', 'emergency', 'booking', 'tech', 'brand'])(
    'the service %s imports nothing of another service',
    (service) => expect(allowedFor(`scope:${service}`)).toEqual([`scope:${service}`, 'scope:shared']),
  );

  it('nothing shared imports a service', () => {
    expect(allowedFor('scope:shared')).toEqual(['scope:shared']);
  });

  it('nothing depends on an app', () => {
    expect(depConstraints.filter((row) => row.onlyDependOnLibsWithTags.includes('type:app'))).toEqual([]);
  });

  it('what runs in a browser, or anywhere, imports nothing that needs Node', () => {
    const needsNode = depConstraints.filter((row) => row.onlyDependOnLibsWithTags.includes('runtime:node'));
    expect(needsNode.map((row) => row.sourceTag)).toEqual(['runtime:node']);
  });
});

describe('the boundaries of the tree as it is', () => {
  const from = (file: string, imported: string) => ({ file, imported, text: `export * from '${imported}';\n` });
  const forbidden = [
    from('libs/kernel/src/probe.ts', '#contracts'),
    from('libs/contracts/src/probe.ts', '#platform/logging'),
    from('libs/routing/src/probe.ts', '#platform/database'),
    from('libs/platform/http/src/probe.ts', '#event-store'),
    from('apps/assistants/tech/src/probe.ts', '../../booking/src/index.js'),
    from('apps/assistants/tech/src/probe.ts', '../../../gateway/src/settings.js'),
    from('apps/gateway/src/probe.ts', '../../../libs/kernel/src/clock.js'),
    from('apps/gateway/src/probe.ts', 'libs/kernel/src/clock.js'),
    from('libs/platform/cache/src/probe.ts', '../../logging/src/index.js'),
    from('libs/platform/cache/src/probe.ts', '#platform/cache'),
  ];
  const inside = from('apps/gateway/src/probe.ts', '#platform/http/src/problem');
  const permitted = [
    from('libs/contracts/src/probe.ts', '#kernel'),
    from('libs/platform/http/src/probe.ts', '#platform/logging'),
    from('apps/gateway/src/probe.ts', '#platform/http'),
    from('apps/gateway/src/probe.ts', './settings.js'),
    from('apps/assistants/tech/src/probe.ts', '#contracts'),
  ];
  const typeOnly = {
    file: 'libs/kernel/src/probe.ts',
    text: "import type { Source } from '#contracts';\nexport type S = Source;\n",
  };
  const lazy = { file: 'libs/kernel/src/probe.ts', text: "export const lazy = () => import('#contracts');\n" };
  const findingsOf = linted([...forbidden, inside, typeOnly, lazy, ...permitted]);

  it.each(forbidden)('refuses $imported in $file', (each) => {
    expect(findingsOf(each).map(({ rule }) => rule)).toEqual([boundary]);
  });

  it('refuses an import of types and a dynamic import just the same', () => {
    expect(findingsOf(typeOnly).map(({ rule }) => rule)).toEqual([boundary]);
    expect(findingsOf(lazy).map(({ rule }) => rule)).toEqual([boundary]);
  });

  it("refuses an import of a library's inner file", () => {
    const message = expect.stringContaining('Import a library by its name alone');
    expect(findingsOf(inside)).toEqual([{ rule: 'no-restricted-imports', message }]);
  });

  it.each(permitted)('lets pass $imported in $file', (each) => {
    expect(findingsOf(each)).toEqual([]);
  });
});
