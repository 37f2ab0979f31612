import { ApplicationFailure } from '@temporalio/common';
import type { Estate, TrustedSide, VCenterRef } from '../domain/model/estate.js';
import { archiveFactsOf } from '../domain/archive/protection.js';
import { ledgerFromInventory } from '../domain/attestation/index.js';
import { privilegesNeeded } from '../domain/preflight/index.js';
import type { EstateInventory, HostRef, LedgerRow, Unreadable } from '../domain/model/inventory.js';
import type { RecordsDependencies, VSphereDependencies } from './dependencies.js';
import { getJson, putJson } from './json-blobs.js';
import { newestArchive } from './stored-archive.js';
import { callOptions } from './watch.js';

type AuthorityPart = EstateInventory['authority'];
type TrustedPart = EstateInventory['trusted'][number];

/** Reads the Trust Authority side whole; the answer is a hash, as an inventory outgrows a payload. */
export function createAuthoritySurvey({ vsphere, blobs }: VSphereDependencies) {
  return {
    async surveyAuthority(input: { vcenter: VCenterRef; cluster: string }): Promise<{ hash: string }> {
      const [vcenter, facts, clusters] = await Promise.all([
        vsphere.appliance.readVCenter(input.vcenter, callOptions()),
        vsphere.trustAuthority.readAuthority(input.vcenter, input.cluster, callOptions()),
        vsphere.hosts.readClusters(input.vcenter, [input.cluster], callOptions()),
      ]);
      const [cluster] = clusters;
      if (cluster === undefined) {
        throw ApplicationFailure.nonRetryable(`cluster ${input.cluster} was not found`, 'not-found');
      }
      const readiness = await vsphere.readiness.readReadiness(
        input.vcenter,
        {
          clusters: [cluster.ref],
          authority: facts.cluster,
          privileges: privilegesNeeded('authority'),
        },
        callOptions(),
      );
      return { hash: await putJson(blobs, { vcenter, facts, cluster, readiness } satisfies AuthorityPart) };
    },
  };
}

/** Reads one trusted vCenter with its trusted clusters. */
export function createTrustedSurvey({ vsphere, blobs }: VSphereDependencies) {
  return {
    async surveyTrustedSide({ side }: { side: TrustedSide }): Promise<{ hash: string }> {
      const names = side.clusters.map(({ name }) => name);
      const [vcenter, link, clusters] = await Promise.all([
        vsphere.appliance.readVCenter(side.vcenter, callOptions()),
        vsphere.trustedSide.readLink(side.vcenter, callOptions()),
        vsphere.hosts.readClusters(side.vcenter, names, callOptions()),
      ]);
      const readiness = await vsphere.readiness.readReadiness(
        side.vcenter,
        { clusters: clusters.map(({ ref }) => ref), privileges: privilegesNeeded('trusted') },
        callOptions(),
      );
      return { hash: await putJson(blobs, { vcenter, link, clusters, readiness } satisfies TrustedPart) };
    },

    /** Encrypted VMs of the trusted clusters with their key providers, for whoever leaves vTA. @rule DG-1 */
    async surveyEncryptedVms({ side }: { side: TrustedSide }): Promise<{ hash: string }> {
      const names = side.clusters.map(({ name }) => name);
      const vms = await vsphere.evidence.listEncryptedVms(side.vcenter, names, callOptions());
      return { hash: await putJson(blobs, vms) };
    },
  };
}

/** Joins the parts with what the records know: ledger and archive. */
export function createSurveyAssembly({ records, blobs }: RecordsDependencies) {
  return {
    async assembleInventory(input: {
      estate: Estate;
      authorityHash: string;
      trustedHashes: readonly string[];
      unreadable: readonly Unreadable[];
    }): Promise<{ inventoryHash: string }> {
      const [images, configuration, archive, ledger, authority, trusted] = await Promise.all([
        records.listArchivedImages(input.estate.name),
        records.newestConfigurationArchive(input.estate.name),
        newestArchive({ records, blobs }, input.estate.name),
        records.readLedger(input.estate.name),
        getJson<AuthorityPart>(blobs, input.authorityHash),
        Promise.all(input.trustedHashes.map((hash) => getJson<TrustedPart>(blobs, hash))),
      ]);
      // A survey is an observation: every trusted host gets its row, with the evidence of its last boot (DG-3).
      const readAt = new Date().toISOString();
      const rows = trusted
        .flatMap((side) => side.clusters.flatMap((cluster) => cluster.hosts))
        .map((host) => ledgerFromInventory(host, rowOf(ledger, host.ref), readAt));
      await records.putLedger(input.estate.name, rows);
      const inventory: EstateInventory = {
        estate: input.estate.name,
        readAt,
        authority,
        trusted,
        archivedImages: images.map(({ version }) => version).toSorted(),
        ...(configuration === undefined ? {} : { configurationArchivedAt: configuration.at }),
        ...(archive === undefined
          ? {}
          : {
              configurationArchive: archiveFactsOf(
                archive.hash,
                archive.at,
                archive.manifest,
                archive.configuration,
              ),
            }),
        ledger: rows,
        unreadable: input.unreadable,
      };
      return { inventoryHash: await putJson(blobs, inventory) };
    },
  };
}

function rowOf(ledger: readonly LedgerRow[], { vcenter, moid }: HostRef): LedgerRow | undefined {
  return ledger.find(({ host }) => host.vcenter === vcenter && host.moid === moid);
}
