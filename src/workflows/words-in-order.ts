import { patched } from '@temporalio/workflow';
import { tolerant } from './tolerant.js';

/**
 * Words to other workflows, one after another for each of them: of two that are on their way at once the older one may
 * arrive last, and would be obeyed. What waits for its turn says what counts by then.
 *
 * @returns tells one of them; `key` names it, `say` sends the word
 */
export function createWordsInOrder(): (key: string | object, say: () => Promise<void>) => Promise<void> {
  const last = new Map<string | object, Promise<void>>();
  return async (key, say) => {
    if (!patched('words-in-order')) return tolerant(say);
    const before = last.get(key);
    const said = before === undefined ? tolerant(say) : before.then(() => tolerant(say));
    last.set(key, said);
    await said;
    if (last.get(key) === said) last.delete(key);
  };
}
