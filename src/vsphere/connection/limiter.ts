/** How many reads of one kind run at once against one vCenter: it serves others too. */
const parallelReads = 6;

/** `items.map(work)` with at most `limit` at once; results in order. The first error ends it. */
export const mapLimited = async <A, B>(
  items: readonly A[],
  work: (item: A) => Promise<B>,
  limit: number = parallelReads,
): Promise<B[]> => {
  const results: B[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await work(items[index] as A);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
};

/** A gate that lets at most `limit` pieces of work run at once. */
export const createLimiter = (limit: number = parallelReads) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};
