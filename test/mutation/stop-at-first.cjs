const { TestEnvironment } = require('jest-environment-node');

/** Skips what comes after the first failure of a file: one is enough to detect a mutant. */
module.exports = class StopAtFirst extends TestEnvironment {
  #hasFailed = false;

  handleTestEvent(event) {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.#hasFailed = true;
    if (event.name === 'test_start' && this.#hasFailed) event.test.mode = 'skip';
  }
};
