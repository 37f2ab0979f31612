/** Does all of the work, so many at a time; results in the order of the work. */
export async function inParallel<Work, Result>(
  work: readonly Work[],
  jobs: number,
  each: (one: Work) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const take = async (): Promise<void> => {
    for (let index = next++; index < work.length; index = next++) {
      const one = work[index];
      if (one !== undefined) results[index] = await each(one);
    }
  };
  await Promise.all(Array.from({ length: jobs }, take));
  return results;
}
