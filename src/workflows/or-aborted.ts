import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';

/**
 * Lets an abort end a wait, which is right only where a person is needed anyway: work under way is brought to its safe
 * point. Answers undefined when it was aborted.
 */
export async function orAborted<T>(
  wait: () => Promise<T>,
  isAborting: () => boolean,
  scope = new CancellationScope(),
): Promise<T | undefined> {
  const watching = scope.run(wait);
  const first = await Promise.race([watching, condition(isAborting).then(() => undefined)]);
  if (first === undefined) {
    scope.cancel();
    await watching.catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  }
  return first;
}
