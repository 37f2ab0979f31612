import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'executor-unknown',
  rule: 'ORD-2',
  looksAt: 'Every executor is chosen for a vCenter or cluster of the estate.',
  severities: ['blocker'],
  remedy: 'Correct the name, or leave the executor out.',
});

/** Whoever is chosen as executor is chosen for something in the estate: a misspelt name would choose nothing. @rule ORD-2, ORD-4 */
export const executors = check(({ request, vcenters, clusters }) => {
  const known = { vCenter: vcenters.map(({ name }) => name), cluster: clusters.map(({ ref }) => ref.name) };
  const chosen = {
    vCenter: Object.keys(request.executors?.vcenters ?? {}),
    cluster: Object.keys(request.executors?.clusters ?? {}),
  };
  return (['vCenter', 'cluster'] as const).flatMap((kind) =>
    chosen[kind]
      .filter((name) => !known[kind].includes(name))
      .map((name) =>
        blocker(
          name,
          `An executor is chosen for ${kind} ${name}, which the estate does not have.`,
          `Name one of ${known[kind].toSorted().join(', ')}.`,
        ),
      ),
  );
});
