import { checkNamed, type PreflightCheck } from '../check.js';

const { blocker } = checkNamed('ORD-2', 'executor-unknown');

/** Whoever is chosen as executor is chosen for something in the estate: a misspelt name would choose nothing. @rule ORD-2, ORD-4 */
export const executors: PreflightCheck = ({ request, vcenters, clusters }) => {
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
};
