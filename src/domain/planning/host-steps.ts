import { ledgerFromInventory } from '../attestation/index.js';
import { byText } from '../compare.js';
import type { EsxCluster, EsxHost, EstateInventory, ImageFile, LedgerRow } from '../model/inventory.js';
import type { ClusterStep, HostStep, UpgradeRequest } from '../model/plan.js';
import type { EsxVersion } from '../model/version.js';
import { clusterExecutor } from './executors.js';
import { whyLeftOut } from './left-out.js';
import { suppliedFile } from './supplied-file.js';
import { chooseTestHost } from './test-host.js';

/** What the steps of one cluster are made from. */
export interface ClusterInput {
  readonly cluster: EsxCluster;
  readonly target: EsxVersion;
  readonly request: UpgradeRequest;
  readonly inventory: EstateInventory;
  /** `testHost` of the estate file; trusted clusters only. */
  readonly testHost?: string;
}

/**
 * The hosts of one cluster in order, by name, the test host of a trusted cluster first; and those left out, with the
 * reason.
 *
 * @rule ORD-7, ORD-8, IMG-2, DG-6
 */
export function planHosts(input: ClusterInput): Pick<ClusterStep, 'hosts' | 'skipped'> {
  const { cluster, target, inventory, testHost } = input;
  const inOrder = cluster.hosts.toSorted(
    (a, b) => byText(a.ref.name, b.ref.name) || byText(a.ref.moid, b.ref.moid),
  );
  const skipped = inOrder.flatMap((host) => {
    const reason = whyLeftOut(host, target);
    return reason === undefined ? [] : { host: host.ref, reason };
  });
  const due = inOrder.filter((host) => whyLeftOut(host, target) === undefined);
  const test = cluster.role === 'trusted' ? chooseTestHost(due, testHost) : undefined;
  const ordered = test ? [test.host, ...due.filter((host) => host !== test.host)] : due;
  const hosts = ordered.map((host, index) => {
    const row = inventory.ledger.find(
      ({ host: { vcenter, moid } }) => vcenter === host.ref.vcenter && moid === host.ref.moid,
    );
    const known = row ?? ledgerFromInventory(host, undefined, inventory.readAt);
    return planHost(input, host, {
      order: index + 1,
      row: known,
      ...(host === test?.host && { testHostWhy: test.why }),
    });
  });
  return { hosts, skipped };
}

function planHost(
  { cluster, target, request, inventory }: ClusterInput,
  host: EsxHost,
  { order, row, testHostWhy }: { order: number; row: LedgerRow; testHostWhy?: string },
): HostStep {
  const isTestHost = testHostWhy !== undefined;
  const { executor, way } = clusterExecutor(cluster, request);
  const byHand = executor === 'operator';
  const imageFile = isTestHost ? suppliedFile(inventory, request) : undefined;
  const boot =
    !isTestHost && isQuickBooted(cluster, request) && host.quickBootSupported !== false ? 'quick' : 'full';
  const measured = cluster.role === 'trusted' ? row.measured : undefined;
  const measuredAfter = boot === 'full' ? target : measured;
  return {
    host: host.ref,
    cluster: cluster.ref,
    role: cluster.role,
    order,
    isTestHost,
    ...(imageFile !== undefined && { imageFile }),
    target,
    boot,
    ...(byHand && { executor, ...(way && { way }) }),
    ...(cluster.role === 'trusted' && measuredAfter !== undefined && { measuredAfter }),
    expects: {
      installed: host.installed ?? '',
      ...(measured !== undefined && { measured }),
      inMaintenance: false,
      connection: 'connected',
    },
    comment: commentOf(cluster, target, boot, host, { measured, testHostWhy, imageFile, byHand }),
  };
}

/** Whether production hosts of this cluster are quick-booted: its policy, unless full boots are asked for. @rule QB-1 */
export function isQuickBooted(cluster: EsxCluster, request: UpgradeRequest): boolean {
  return request.boot === 'policy' && (cluster.policy?.enableQuickBoot ?? false);
}

/** Why the step is there, with the attestation consequence of its boot type. @rule QB-1, QB-3 */
function commentOf(
  cluster: EsxCluster,
  target: EsxVersion,
  boot: 'full' | 'quick',
  host: EsxHost,
  {
    measured,
    testHostWhy,
    imageFile,
    byHand,
  }: {
    measured: EsxVersion | undefined;
    testHostWhy: string | undefined;
    imageFile: ImageFile | undefined;
    byHand: boolean;
  },
): string {
  const how = byHand ? 'hand, with a full boot' : boot === 'full' ? 'full boot' : 'Quick Boot';
  const what = `${host.installed} to ${target} by ${how}`;
  if (byHand && cluster.role === 'authority')
    return `TA host, ${host.installed} to ${target} by hand, verified afterwards.`;
  if (cluster.role === 'authority') return `TA host, ${what}.`;
  if (testHostWhy !== undefined && imageFile !== undefined)
    return `First host (${testHostWhy}), ${what}: proves that ${target} of the file from ${imageFile.from} attests.`;
  if (testHostWhy !== undefined) return `Test host (${testHostWhy}), ${what}: proves that ${target} attests.`;
  if (boot === 'quick')
    return `${what}: goes on attesting with ${measured ?? 'the version of its last full boot, which is unknown'}.`;
  const incapable = cluster.policy?.enableQuickBoot && host.quickBootSupported === false;
  return `${what}${incapable ? ' (it cannot Quick Boot)' : ''}: attests with ${target} afterwards.`;
}
