import type { Candidate } from '../domain/operations/onboard-cluster/candidate.js';
import type { TpmRules, TpmTrust } from '../domain/operations/onboard-cluster/tpm-trust.js';
import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef, EsxCluster } from '../domain/model/inventory.js';
import { ApplicationFailure } from '@temporalio/common';
import { VSphereError } from '../ports/errors.js';
import type { VSphereDependencies } from './dependencies.js';
import type { Started } from './hosts.js';
import { getJson, putJson } from './json-blobs.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Patience, type Watched } from './watch.js';

interface OnCluster {
  readonly vcenter: VCenterRef;
  readonly cluster: ClusterRef;
}

interface Binding extends OnCluster {
  readonly kind: 'attestation' | 'kms';
  /** Identifier of the Trust Authority Cluster as the trusted vCenter knows it. */
  readonly authorityCluster: string;
}

/** What the Trust Authority side gives to an onboarding. */
export function createTpmRulesActivities({ vsphere, blobs }: VSphereDependencies) {
  return {
    /** Stores what the Trust Authority Cluster asks of a TPM, and which keys and CAs it knows. Only reads. @rule ATT-1 */
    async surveyTpmRules(input: { vcenter: VCenterRef; cluster: string }): Promise<{ hash: string }> {
      const { vcenter } = input;
      const [cluster] = await vsphere.hosts.readClusters(vcenter, [input.cluster], callOptions());
      if (cluster === undefined) {
        throw ApplicationFailure.nonRetryable(`cluster ${input.cluster} was not found`, 'not-found');
      }
      const { configuration, unreadable } = await vsphere.trustAuthority.readConfiguration(
        vcenter,
        cluster.ref,
        callOptions(),
      );
      const { tpmSettings, caCertificates, endorsementKeys } = configuration;
      const isPartial = unreadable.some(({ item = '' }) =>
        /^(tpmSettings|caCertificate|endorsementKey)\//.test(item),
      );
      const rules = { tpmSettings, caCertificates, endorsementKeys, isPartial } satisfies TpmRules;
      return { hash: await putJson(blobs, rules) };
    },
  };
}

/** A regular cluster becomes a trusted one. @rule QB-9 */
export function createOnboardingActivities({ vsphere, blobs, ...pace }: VSphereDependencies) {
  const { hosts, tasks, trustedSide } = vsphere;

  /** Whether every service of this kind that the vCenter has registered of that Trust Authority Cluster is bound. */
  async function isBound({ vcenter, cluster, kind, authorityCluster }: Binding): Promise<boolean> {
    const trust = await trustedSide.readConfiguration(vcenter, [cluster.name], callOptions());
    const known = kind === 'attestation' ? trust.attestationServices : trust.keyProviderServices;
    const bound = trust.clusters.find(({ moid }) => moid === cluster.moid);
    const ids = (kind === 'attestation' ? bound?.attestation : bound?.keyProvider) ?? [];
    const offered = known.filter((service) => service.authorityCluster === authorityCluster);
    return offered.length > 0 && offered.every(({ id }) => ids.includes(id));
  }

  async function readTpmTrust(vcenter: VCenterRef, cluster: EsxCluster, hash: string): Promise<TpmTrust> {
    const rules = await getJson<TpmRules>(blobs, hash);
    const refs = cluster.hosts.map(({ ref }) => ref);
    return {
      settings: rules.tpmSettings,
      isPartial: rules.isPartial,
      hosts: await hosts.readTpmEvidence(vcenter, refs, rules, callOptions()),
    };
  }

  return {
    /**
     * A cluster that is not of the estate yet, with what its planning asks for. Only reads.
     *
     * @param input - `tpmRules`: hash of what `surveyTpmRules` has stored; absent in workflows of earlier releases
     */
    async surveyCandidate(input: {
      vcenter: VCenterRef;
      cluster: string;
      tpmRules?: string;
    }): Promise<{ hash: string }> {
      const { vcenter } = input;
      const [cluster] = await hosts.readClusters(vcenter, [input.cluster], callOptions());
      if (cluster === undefined) {
        throw ApplicationFailure.nonRetryable(`cluster ${input.cluster} was not found`, 'not-found');
      }
      const [platforms, trust] = await Promise.all([
        hosts.readPlatforms(vcenter, cluster.ref, callOptions()),
        trustedSide.readConfiguration(vcenter, [input.cluster], callOptions()),
      ]);
      const tpmTrust =
        input.tpmRules === undefined ? undefined : await readTpmTrust(vcenter, cluster, input.tpmRules);
      const candidate = { cluster, platforms, trust, ...(tpmTrust && { tpmTrust }) } satisfies Candidate;
      return { hash: await putJson(blobs, candidate) };
    },

    /** The cluster with its hosts, now. */
    async readCluster({ vcenter, cluster }: OnCluster): Promise<EsxCluster> {
      const [found] = await hosts.readClusters(vcenter, [cluster.name], callOptions());
      if (found?.ref.moid === cluster.moid) return found;
      throw ApplicationFailure.nonRetryable(`cluster ${cluster.name} is not there any more`, 'not-found');
    },

    /** Binds the services of the Trust Authority to the cluster, unless they are. */
    async startBinding(input: Binding): Promise<Started> {
      if (await isBound(input)) return {};
      const { vcenter, cluster, kind, authorityCluster } = input;
      try {
        return {
          task: await trustedSide.startBinding(vcenter, cluster, { kind, authorityCluster }, callOptions()),
        };
      } catch (error) {
        // The state decides: "already there" is what we wanted.
        if (error instanceof VSphereError && error.errorType === 'ALREADY_EXISTS') return {};
        throw error;
      }
    },

    async awaitBinding(input: Binding & Started & { patience: Patience }): Promise<Watched<{ bound: true }>> {
      return watch<{ bound: true }>(
        async () => {
          // In this order: work that ends between the looks, whatever its task says of it, is in the second.
          const task =
            input.task === undefined
              ? undefined
              : await tasks.readTask(input.vcenter, input.task, callOptions());
          if (await isBound(input)) return { state: 'done', value: { bound: true } };
          if (task?.state === 'failed') return { state: 'failed', error: task.error };
          if (task?.state === 'running' || task?.state === 'succeeded')
            return { state: 'working', have: `${input.kind} services are being bound` };
          return { state: 'lost', error: `${input.kind} services are not bound, and no task is under way` };
        },
        input.patience,
        timingsFor('remediateConfiguration', pace),
      );
    },
  };
}
