/** Milliseconds between two questions: often at first, then less, for each costs the machine what the answer waits for. */
const FIRST_MS = 25;
const MOST_MS = 100;
const LONGER = 1.25;

/**
 * Asks until there is an answer other than undefined or false; after the deadline it fails and says what was awaited.
 *
 * @param everyMs - asks at this pace from the first to the last time
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 90_000,
  everyMs?: number,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (let pause = everyMs ?? FIRST_MS; ; pause = everyMs ?? Math.min(MOST_MS, pause * LONGER)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
