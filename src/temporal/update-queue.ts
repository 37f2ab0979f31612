/**
 * Admits at most `limit` operations at a time per key. Above ten Updates in flight a Temporal workflow nearly stops
 * (measured), so operators' messages to one run wait here instead.
 */
export function createAdmission(limit: number) {
  const waiting = new Map<string, { running: number; queue: (() => void)[] }>();

  async function admit<T>(key: string, operation: () => Promise<T>): Promise<T> {
    const entry = waiting.get(key) ?? { running: 0, queue: [] };
    waiting.set(key, entry);
    if (entry.running < limit) entry.running++;
    else await new Promise<void>((resolve) => entry.queue.push(resolve));
    try {
      return await operation();
    } finally {
      // The slot goes from hand to hand: free in between, a newcomer would take it as well.
      const next = entry.queue.shift();
      if (next !== undefined) next();
      else if (--entry.running === 0) waiting.delete(key);
    }
  }
  return { admit };
}
