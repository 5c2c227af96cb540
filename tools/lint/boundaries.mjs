import { readdirSync } from 'node:fs';

/**
 * Who may depend on whom, in three dimensions: what a project is (type), whose it is (scope), where it can run (runtime).
 * boundaries.int.spec.ts writes a forbidden import for every row and expects the lint to fail.
 */
const service = (scope) => ({
  sourceTag: `scope:${scope}`,
  onlyDependOnLibsWithTags: [`scope:${scope}`, 'scope:shared'],
});

const folders = (path) =>
  readdirSync(new URL(`../../${path}/`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

/** Every folder of apps/ is a service of its own; a new one is covered the moment it exists. */
const services = [
  ...folders('apps').filter((name) => name !== 'assistants' && !name.startsWith('mesh-')),
  ...folders('apps/assistants'),
];

const pure = ['type:kernel'];
const platform = [...pure, 'type:contract', 'type:platform'];

export const depConstraints = [
  { sourceTag: 'type:kernel', onlyDependOnLibsWithTags: ['type:kernel'] },
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: [...pure, 'type:contract'] },
  { sourceTag: 'type:routing', onlyDependOnLibsWithTags: [...pure, 'type:contract', 'type:routing'] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: platform },
  { sourceTag: 'type:event-store', onlyDependOnLibsWithTags: [...platform, 'type:event-store', 'type:testing'] },
  { sourceTag: 'type:ai', onlyDependOnLibsWithTags: [...platform, 'type:ai', 'type:testing'] },
  { sourceTag: 'type:kit', onlyDependOnLibsWithTags: [...platform, 'type:ai', 'type:kit', 'type:testing'] },
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: [...pure, 'type:contract', 'type:client'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: [...platform, 'type:testing'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      ...platform,
      'type:event-store',
      'type:routing',
      'type:ai',
      'type:kit',
      'type:client',
      'type:testing',
    ],
  },
  {
    sourceTag: 'type:e2e',
    onlyDependOnLibsWithTags: [
      ...platform,
      'type:event-store',
      'type:routing',
      'type:ai',
      'type:client',
      'type:testing',
    ],
  },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: [...platform, 'type:routing', 'type:tool'] },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'runtime:any', onlyDependOnLibsWithTags: ['runtime:any'] },
  { sourceTag: 'runtime:node', onlyDependOnLibsWithTags: ['runtime:node', 'runtime:any'] },
  { sourceTag: 'runtime:browser', onlyDependOnLibsWithTags: ['runtime:browser', 'runtime:any'] },
  ...services.map(service),
];
