import config from './jest.config.js';

const [unit] = config.projects;
/** Only the unit tests of the rules, in one project: they alone judge a mutant. */
export default { ...unit, testMatch: ['<rootDir>/test/unit/domain/**/*.test.ts'] };
