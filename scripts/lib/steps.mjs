import { performance } from 'node:perf_hooks';

/** Progress goes to stderr, so that a command's own answer can be piped. */
export const say = (line) => void process.stderr.write(`${line}\n`);

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/**
 * One step of the set-up: says what came of it and how long it took.
 *
 * @template {{ outcome: string }} T
 * @param {string} name
 * @param {() => Promise<T>} work
 */
export async function step(name, work) {
  const from = performance.now();
  const result = await work();
  say(`  ${name.padEnd(9)} ${result.outcome} (${seconds(performance.now() - from)})`);
  return result;
}

/** Repeats a line while something long is under way; call the answer to end it. */
export function everySoOften(line, intervalSeconds = 15) {
  const from = performance.now();
  const timer = setInterval(
    () => say(`  … ${line(seconds(performance.now() - from))}`),
    intervalSeconds * 1000,
  );
  return () => clearInterval(timer);
}
