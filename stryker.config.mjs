/** Mutation testing of the rules: `npm run mutation`. Goal of the score: 90 %. */
export default {
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { projectType: 'custom', configFile: 'stryker.jest.config.mjs' },
  coverageAnalysis: 'perTest',
  mutate: ['src/domain/{attestation,planning,recovery}/**/*.ts', '!src/domain/**/index.ts'],
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: '.var/mutation.json' },
  tempDirName: '.var/stryker',
  // No such file: TypeScript 7 has no API with which Stryker could rewrite it, and nothing needs that.
  tsconfigFile: 'none',
  concurrency: 2,
};
