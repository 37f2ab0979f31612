import { trustedVersions } from '../../attestation/index.js';
import type { Estate } from '../../model/estate.js';
import type { Finding } from '../../model/finding.js';
import type { EsxCluster, EstateInventory } from '../../model/inventory.js';
import { findingsOf, isInService } from '../../preflight/check.js';
import { evacuationFindings } from '../../preflight/index.js';
import type { ClearQuickBootDebt, Indebted } from './plan.js';

interface Judged {
  readonly estate: Estate;
  readonly inventory: EstateInventory;
  readonly parameters: ClearQuickBootDebt['parameters'];
  /** Clusters of that name. */
  readonly found: readonly EsxCluster[];
  readonly indebted: readonly Indebted[];
}

const cluster = findingsOf('QB-5', 'cluster');
const nothing = findingsOf('QB-4', 'no-debt');
const left = findingsOf('QB-4', 'host-left-out');
const untrusted = findingsOf('DG-8', 'image-untrusted');
const unattested = findingsOf('DG-7', 'host-unattested');
const policy = findingsOf('QB-1', 'no-policy');

/** What speaks against the full boots of a cluster's indebted hosts. @rule QB-4, QB-5, DG-8, DG-14 */
export function debtFindings({ estate, inventory, parameters, found, indebted }: Judged): Finding[] {
  const [only] = found;
  if (only === undefined || found.length > 1) return [notOne(estate, parameters, found)];
  const due = indebted.filter(({ leftOut }) => leftOut === undefined);
  return [
    ...(indebted.length === 0 ? [noDebt(only)] : []),
    ...(indebted.length > 0 && due.length === 0 ? [nobodyDue(only)] : []),
    ...indebted.flatMap((one) => leftOut(one)),
    ...due.flatMap((one) => untrustedVersions(one, inventory)),
    ...due.flatMap((one) => unattestedHost(one)),
    ...evacuationFindings(
      only,
      due.map(({ host }) => host),
    ),
    ...(only.policy === undefined ? [withoutPolicy(only)] : []),
  ];
}

function notOne(
  estate: Estate,
  { cluster: name, vcenter }: ClearQuickBootDebt['parameters'],
  found: readonly EsxCluster[],
): Finding {
  const known = estate.trusted.flatMap(({ vcenter: { name: of }, clusters }) =>
    clusters.map((one) => `${one.name} (${of})`),
  );
  return found.length > 1
    ? cluster.blocker(
        name,
        `${found.length} trusted vCenters have a cluster ${name}: ${found.map(({ ref }) => ref.vcenter).join(', ')}.`,
        'Say which one is meant: --vcenter NAME.',
      )
    : cluster.blocker(
        name,
        `The estate has no trusted cluster ${name}${vcenter === undefined ? '' : ` on vCenter ${vcenter}`}.`,
        `Name one of its trusted clusters: ${known.join(', ')}.`,
      );
}

function noDebt({ ref }: EsxCluster): Finding {
  return nothing.blocker(
    ref.name,
    `No host of ${ref.name} owes a full boot: each attests with the version that it runs.`,
    'Nothing to do.',
  );
}

function nobodyDue({ ref }: EsxCluster): Finding {
  return nothing.blocker(
    ref.name,
    `No host of ${ref.name} that owes a full boot can be booted now.`,
    'Bring the hosts named here back into service, then plan again.',
  );
}

function leftOut({ host, leftOut: why }: Indebted): Finding[] {
  if (why === undefined) return [];
  return [
    left.warning(
      host.ref.name,
      `${host.ref.name} owes a full boot and is left out: ${why}.`,
      'It stays in debt, and keeps its base image needed; plan again when it is back in service.',
    ),
  ];
}

/** Both its versions are trusted: it attests with one now and with the other after its boot. @rule DG-8, INV-1, INV-2 */
function untrustedVersions({ host, row }: Indebted, { authority }: EstateInventory): Finding[] {
  const trusted = trustedVersions(authority.facts);
  const versions = [...new Set([row.installed, row.measured])].filter(
    (version) => version !== undefined && !trusted.includes(version),
  );
  return versions.map((version) =>
    untrusted.blocker(
      host.ref.name,
      `${host.ref.name} ${version === row.installed ? 'runs' : 'attests with'} ${version}, which the Trust Authority Cluster does not trust on every TA host.`,
      `Import base image ${version} first (IMG-1): from the archive, or exported from a host that runs it.`,
    ),
  );
}

/** A host that cannot attest now may be cured by just this boot; approving the plan accepts it by name. @rule DG-7 */
function unattestedHost({ host, row }: Indebted): Finding[] {
  if (host.attestation.status === 'attested' || !isInService(host)) return [];
  return [
    unattested.warning(
      host.ref.name,
      `${host.ref.name} is not attested now (${host.attestation.status}); its last full boot was on ${row.measured ?? 'an unknown version'}.`,
      'Approving the plan accepts this; after the full boot it must attest before it leaves maintenance mode.',
    ),
  ];
}

function withoutPolicy({ ref }: EsxCluster): Finding {
  return policy.warning(
    ref.name,
    `No image manages ${ref.name}, so that its Quick Boot setting can be neither read nor switched off here.`,
    'Switch Quick Boot off in its baseline settings for the time of this operation, and on again afterwards; each boot has to prove that it was full.',
  );
}
