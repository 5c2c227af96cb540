/** One jest run, one project per level, so that `--selectProjects unit` is quick and nothing is left out of the whole. */
const level = (name, extra = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/{apps,libs,deploy,tools}/**/*.${name}.spec.ts`],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/files/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.clubos/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^#(.+)$': '<rootDir>/libs/$1/src/index.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  ...extra,
});

export default {
  // Real servers start inside hooks, on machines with two busy cores.
  testTimeout: 60_000,
  projects: [level('unit'), level('int'), level('e2e')],
};
