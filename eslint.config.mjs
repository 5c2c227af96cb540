import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { depConstraints } from './tools/lint/boundaries.mjs';
import { writeProjectGraph } from './tools/lint/project-graph.mjs';
import clubos from './tools/lint/rules/index.mjs';

/** What is imported in one seam only, and what everybody else imports instead. */
const seams = [
  {
    packages: ['@nats-io/*'],
    message: 'Import it through libs/platform/messaging (or libs/event-store for JetStream).',
  },
  { packages: ['ioredis'], message: 'Import it through libs/platform/cache.' },
  { packages: ['pg', 'typeorm'], message: 'Import it through libs/platform/database.' },
  { packages: ['pino', 'pino-*'], message: 'Import it through libs/platform/logging.' },
  { packages: ['openai', '@anthropic-ai/sdk'], message: 'Import it through libs/ai.' },
  { packages: ['@electric-sql/*'], message: 'Start it through libs/backing-services.' },
  {
    packages: ['@nestjs/*'],
    importNamePattern: 'Exception$',
    message: 'Throw fail(code, sentence) of #kernel: each edge (libs/platform/http, messaging) gives a code its form.',
  },
];

const forEverybody = [
  {
    regex: '^#.+/src(/|$)',
    message: 'Import a library by its name alone: what it exports stands in its src/index.ts.',
  },
  { group: ['node:process', 'process'], importNames: ['env'], message: 'Settings are parsed in libs/platform/config.' },
];

const restrictedImports = (allowed = []) => [
  'error',
  {
    patterns: seams
      .filter(({ packages }) => !packages.some((name) => allowed.includes(name)))
      .map(({ packages, ...rest }) => ({ group: packages, ...rest }))
      .concat(forEverybody),
  },
];

const seam = (files, packages) => ({ files, rules: { 'no-restricted-imports': restrictedImports(packages) } });

/** What a person can take in at once; for every file that is written by hand. */
const limits = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', { max: 6 }],
  complexity: ['error', { max: 15 }],
};

await writeProjectGraph();

export default tseslint.config(
  { ignores: ['dist/**', '.clubos/**', 'node_modules/**', '.nx/**', 'tools/generators/**/files/**'] },
  { files: ['**/*.ts', '**/*.mjs', '**/*.cjs'], rules: limits },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@nx': nx, clubos },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: [], depConstraints, enforceBuildableLibDependency: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-imports': restrictedImports(),
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are parsed once, in libs/platform/config.' },
      ],
      'no-console': 'error',
      'clubos/public-needs-reason': 'error',
    },
  },
  seam(['libs/platform/messaging/**/*.ts'], ['@nats-io/*']),
  seam(['libs/platform/cache/**/*.ts'], ['ioredis']),
  seam(['libs/platform/database/**/*.ts'], ['pg', 'typeorm']),
  seam(['libs/platform/logging/**/*.ts'], ['pino', 'pino-*']),
  seam(['libs/platform/http/**/*.ts'], ['@nestjs/*']),
  seam(['libs/event-store/**/*.ts'], ['@nats-io/*']),
  seam(['libs/ai/**/*.ts'], ['openai', '@anthropic-ai/sdk']),
  seam(
    ['libs/backing-services/**/*.ts', 'libs/testing/**/*.ts'],
    ['@nats-io/*', 'ioredis', 'pg', 'typeorm', '@electric-sql/*'],
  ),
  {
    files: ['libs/platform/config/**/*.ts', 'deploy/local/**/*.ts', 'libs/testing/mesh/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['apps/mesh-bench/**/*.ts', 'deploy/local/**/*.ts', 'tools/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.spec.ts', 'libs/testing/**/*.ts', 'apps/mesh-e2e/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.spec.ts'],
    rules: { 'clubos/no-skipped-specs': 'error', 'clubos/no-sleep-in-specs': 'error' },
  },
  prettier,
);
