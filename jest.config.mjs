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
  // Real servers start inside hooks, and routers learn, on machines with two cores that are busy with other specs. It ends
  // what hangs and judges nothing: a spec that has a limit of its own has it above this.
  testTimeout: 300_000,
  projects: [level('unit'), level('int'), level('e2e')],
};
