/** Mutation testing of the rules: `npm run mutation`. Goal of the score: 90 %. */
export default {
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  // The one file imports the others by name, so that nothing can tell by its imports what it has to do with a mutant.
  jest: { projectType: 'custom', configFile: 'stryker.jest.config.mjs', enableFindRelatedTests: false },
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
  // A slow machine is no detected mutant.
  timeoutMS: 30_000,
  // Jest keeps some of each run in memory.
  maxTestRunnerReuse: 100,
};
