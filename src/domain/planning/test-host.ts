import { byText } from '../compare.js';
import type { EsxHost } from '../model/inventory.js';

/** The test host of one trusted cluster, and why this one. */
export interface TestHostChoice {
  readonly host: EsxHost;
  readonly why: string;
}

/**
 * Chooses the test host among the hosts to upgrade: the one the estate file names, else one without encrypted VMs,
 * else the one with the fewest; ties go to the first name.
 *
 * @param candidates - hosts of one trusted cluster that need the upgrade
 * @param named - `testHost` of the estate file
 * @rule IMG-2
 */
export function chooseTestHost(
  candidates: readonly EsxHost[],
  named: string | undefined,
): TestHostChoice | undefined {
  const [best] = candidates.toSorted(
    (a, b) =>
      a.encryptedVms - b.encryptedVms || byText(a.ref.name, b.ref.name) || byText(a.ref.moid, b.ref.moid),
  );
  if (!best) return undefined;
  const wanted = candidates.find(({ ref }) => ref.name === named);
  if (wanted) return { host: wanted, why: 'named by the estate file' };
  const instead = named === undefined ? '' : `; ${named} of the estate file has nothing to upgrade`;
  const why =
    best.encryptedVms === 0
      ? 'first by name without encrypted VMs'
      : `fewest encrypted VMs (${best.encryptedVms}) of its cluster`;
  return { host: best, why: `${why}${instead}` };
}
