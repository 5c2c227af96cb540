import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { depConstraints } from './tools/lint/boundaries.mjs';

const vendorSeams = [
  { packages: ['@nats-io/*'], seam: 'libs/platform/messaging (or libs/event-store for JetStream)' },
  { packages: ['ioredis'], seam: 'libs/platform/cache' },
  { packages: ['pg', 'typeorm'], seam: 'libs/platform/database' },
  { packages: ['pino', 'pino-*'], seam: 'libs/platform/logging' },
  { packages: ['openai', '@anthropic-ai/sdk'], seam: 'libs/ai' },
];

/** Every vendor is imported in one seam only; elsewhere the seam is what one imports. */
const restrictedVendors = (allowed = []) => [
  'error',
  {
    patterns: vendorSeams
      .filter(({ packages }) => !packages.some((name) => allowed.includes(name)))
      .map(({ packages, seam }) => ({ group: packages, message: `Import it through ${seam}.` })),
  },
];

const seam = (files, packages) => ({ files, rules: { 'no-restricted-imports': restrictedVendors(packages) } });

export default tseslint.config(
  { ignores: ['dist/**', '.clubos/**', 'node_modules/**', '.nx/**', 'tools/generators/**/files/**', '**/*.cjs'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: [], depConstraints, enforceBuildableLibDependency: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 6 }],
      complexity: ['error', { max: 15 }],
      'no-restricted-imports': restrictedVendors(),
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are parsed once, in libs/platform/config.' },
      ],
      'no-console': 'error',
    },
  },
  seam(['libs/platform/messaging/**/*.ts'], ['@nats-io/*']),
  seam(['libs/platform/cache/**/*.ts'], ['ioredis']),
  seam(['libs/platform/database/**/*.ts'], ['pg', 'typeorm']),
  seam(['libs/platform/logging/**/*.ts'], ['pino', 'pino-*']),
  seam(['libs/event-store/**/*.ts'], ['@nats-io/*']),
  seam(['libs/backing-services/**/*.ts', 'libs/testing/**/*.ts'], ['@nats-io/*', 'ioredis', 'pg', 'typeorm']),
  { files: ['libs/platform/config/**/*.ts', 'deploy/local/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
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
  prettier,
);
