/**
 * Tells another workflow something. One that has ended meanwhile needs to know it no more; and a handler that failed
 * because its own workflow is cancelled would end it before its clean-up: the next wait sees the cancellation.
 */
export async function tolerant(tell: () => Promise<void>): Promise<void> {
  await tell().catch(() => undefined);
}
