import config from './jest.config.js';

const [{ transform, ...unit }] = config.projects;
const [[files, [swc, options]]] = Object.entries(transform);
/**
 * Only the unit tests of the rules, in one file: they alone judge a mutant. As CommonJS, because Jest loads that in a
 * third of the time, and time is what a run per mutant costs.
 */
export default {
  ...unit,
  testEnvironment: './test/mutation/stop-at-first.cjs',
  extensionsToTreatAsEsm: [],
  transform: { [files]: [swc, { ...options, module: { type: 'commonjs' } }] },
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/mutation/rules.test.ts'],
};
