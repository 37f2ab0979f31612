/** Jest in ESM mode with swc; started through `scripts/run-tests.mjs`, which sets the Node options. */
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    },
  ],
};

const project = (displayName, extra = {}) => ({
  displayName,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform,
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  ...extra,
});

export default {
  projects: ['unit', 'workflows', 'replay', 'integration', 'peers', 'e2e', 'conformance'].map((name) =>
    project(name),
  ),
  testTimeout: 240_000,
};
