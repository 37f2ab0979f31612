import { trustedVersions } from '../../attestation/index.js';
import { whyNotWithoutVta } from '../../leaving/index.js';
import type { Finding } from '../../model/finding.js';
import type { HostPlatform } from '../../model/host-platform.js';
import { findingsOf, isInService } from '../../preflight/check.js';
import { evacuationFindings } from '../../preflight/index.js';
import type { HostRef } from '../../model/inventory.js';
import type { OperationFacts } from '../facts.js';
import type { Candidate } from './candidate.js';
import type { Joining, OnboardCluster } from './plan.js';
import { judgeTpm } from './tpm-trust.js';

const cluster = findingsOf('QB-9', 'cluster');
const tpm = findingsOf('ATT-1', 'no-tpm');
const trust = findingsOf('ATT-1', 'tpm-untrusted');
const away = findingsOf('QB-9', 'host-out-of-service');
const image = findingsOf('IMG-1', 'image-untrusted');
const boot = findingsOf('QB-9', 'full-boot-first');
const services = findingsOf('QB-9', 'services');
const leaving = findingsOf('DG-1', 'no-vta');
const principal = findingsOf('DG-13', 'principal');

/** Why there is nothing to plan: no such cluster here, or one that must not or need not be onboarded. @rule QB-9 */
export function whyNoCandidate(
  { estate }: OperationFacts,
  { cluster: name, vcenter }: OnboardCluster['parameters'],
  candidate: Candidate | undefined,
): Finding[] {
  if (vcenter === estate.authority.vcenter.name) {
    return [
      cluster.blocker(
        name,
        `${vcenter} is the vCenter of the Trust Authority Cluster ${estate.authority.cluster}: no cluster of it can be a trusted one (2.2).`,
        'Name a cluster of a trusted vCenter. A cluster cannot be Trust Authority Cluster and trusted cluster at once.',
      ),
    ];
  }
  const side = estate.trusted.find((one) => one.vcenter.name === vcenter);
  if (side === undefined) {
    return [
      cluster.blocker(
        name,
        `The estate has no trusted vCenter ${vcenter}.`,
        `Name one of its trusted vCenters: ${estate.trusted.map((one) => one.vcenter.name).join(', ')}; or add the vCenter to the estate first.`,
      ),
    ];
  }
  if (side.clusters.some((known) => known.name === name)) {
    return [cluster.blocker(name, `${name} is a trusted cluster of this estate already.`, 'Nothing to do.')];
  }
  if (candidate === undefined) {
    return [cluster.blocker(name, `${name} on ${vcenter} was not read.`, 'Plan again.')];
  }
  const bound = candidate.trust.clusters.find(({ moid }) => moid === candidate.cluster.ref.moid);
  if ((bound?.attestation.length ?? 0) + (bound?.keyProvider.length ?? 0) > 0) {
    return [
      cluster.blocker(
        name,
        `${name} is a trusted cluster already: services of a Trust Authority are bound to it.`,
        'Add it to the estate file and register that, so that its hosts count (DG-10).',
      ),
    ];
  }
  return [];
}

/** Everything that stands in the way of a cluster, host by host, before anything is touched. @rule QB-9, DG-1, DG-14 */
export function candidateFindings(
  candidate: Candidate,
  { inventory }: OperationFacts,
  joining: readonly Joining[],
): Finding[] {
  const boots = joining.filter(({ bootsFirst }) => bootsFirst).map(({ host }) => host);
  const trusted = trustedVersions(inventory.authority.facts);
  return [
    ...serviceFindings(candidate),
    ...principalFindings(candidate, inventory),
    ...joining.flatMap((one) => hostFindings(one, candidate, trusted)),
    ...evacuationFindings(candidate.cluster, boots),
  ];
}

/** One Trust Authority Cluster, with both kinds of services registered. @rule QB-9 */
function serviceFindings({ trust, cluster: { ref } }: Candidate): Finding[] {
  const { attestationServices, keyProviderServices } = trust;
  const authorities = new Set(
    [...attestationServices, ...keyProviderServices].map((service) => service.authorityCluster),
  );
  if (attestationServices.length === 0 || keyProviderServices.length === 0) {
    return [
      services.blocker(
        ref.name,
        `${trust.vcenter} has ${attestationServices.length} attestation and ${keyProviderServices.length} key provider services registered; both kinds are needed.`,
        'Import the services of the Trust Authority first (Import-TrustAuthorityServicesInfo).',
      ),
    ];
  }
  if (authorities.size === 1) return [];
  return [
    services.blocker(
      ref.name,
      `${trust.vcenter} has services of ${authorities.size} Trust Authority Clusters registered; a vCenter refers to one (2.2).`,
      'Remove the services of the other one.',
    ),
  ];
}

/** The Trust Authority accepts the vCenter whose hosts it is to attest. @rule DG-13 */
function principalFindings(
  { trust, cluster: { ref } }: Candidate,
  { authority }: OperationFacts['inventory'],
): Finding[] {
  if (authority.facts.principals.some(({ issuer }) => issuer === trust.principal.issuer)) return [];
  return [
    principal.blocker(
      ref.name,
      `The Trust Authority Cluster does not know ${trust.vcenter}: none of its principals is of issuer ${trust.principal.issuer}.`,
      'Import its principal first (Export-TrustedPrincipal, New-TrustAuthorityPrincipal).',
    ),
  ];
}

function hostFindings(
  { host, row, bootsFirst }: Joining,
  { platforms, tpmTrust }: Candidate,
  trusted: readonly string[],
): Finding[] {
  const { name, moid } = host.ref;
  const platform = platforms[moid] ?? {};
  const { tpmAttestation } = platform;
  const found: Finding[] = [];
  if (host.tpm !== true) {
    found.push(
      tpm.blocker(
        name,
        host.tpm === false ? `${name} has no usable TPM 2.0.` : `Whether ${name} has a TPM 2.0 is not told.`,
        'Enable the TPM in firmware, or take the host out of the cluster.',
      ),
    );
  } else if (tpmAttestation !== 'accepted' || !isUefiSecure(platform)) {
    found.push(
      tpm.blocker(
        name,
        `${name} does not prove UEFI with Secure Boot: ${whyNotSecure(platform)}`.replace(/\.?$/, '.'),
        'Switch on UEFI and Secure Boot, and see that vCenter attests its TPM; then plan again.',
      ),
    );
  }
  if (host.tpm === true) found.push(...tpmFindings(host.ref, tpmTrust));
  if (!isInService(host)) {
    found.push(
      away.blocker(
        name,
        `${name} is not in service; every host has to be attested before the cluster is trusted.`,
        'Bring it back into service, or take it out of the cluster.',
      ),
    );
  }
  const why = row.installed === undefined ? undefined : whyNotWithoutVta(row.installed);
  if (why !== undefined) {
    found.push(
      leaving.blocker(name, `${name} runs ${why.message}`, `Leave the cluster outside vTA. ${why.remedy}`),
    );
  } else if (row.installed === undefined || !trusted.includes(row.installed)) {
    found.push(
      image.blocker(
        name,
        `${name} runs ${row.installed ?? 'an unknown version'}, which the Trust Authority Cluster does not trust on every TA host.`,
        `Export the image database of ${name} and import it first (IMG-3, IMG-4).`,
      ),
    );
  }
  if (bootsFirst) {
    found.push(
      boot.warning(
        name,
        `${name} was quick-booted, or nobody knows: it attests with ${row.measured ?? 'the unknown version of its last full boot'}, not with what it runs, until it boots fully.`,
        'The plan boots it fully first. Importing the metadata of the version of its last full boot would do as well (QB-10).',
      ),
    );
  }
  return found;
}

/** What the firmware says itself; releases that do not say it are judged by the attestation of their TPM. */
const isUefiSecure = ({ firmware = 'UEFI', secureBoot = true }: HostPlatform): boolean =>
  firmware === 'UEFI' && secureBoot;

function whyNotSecure({ message, firmware, secureBoot }: HostPlatform): string {
  if (message !== undefined) return message;
  if (secureBoot === false) return 'its firmware reports that Secure Boot is off';
  return firmware === undefined ? 'vCenter has not attested its TPM' : `firmware ${firmware}`;
}

/** The attestation service trusts the TPM itself, before it looks at what was measured. @rule ATT-1, DG-14 */
function tpmFindings({ name, moid }: HostRef, tpmTrust: Candidate['tpmTrust']): Finding[] {
  const { trusted, why } =
    tpmTrust === undefined
      ? { trusted: 'unknown' as const, why: 'it was not read' }
      : judgeTpm(tpmTrust, moid);
  if (trusted === true) return [];
  if (trusted === 'unknown') {
    return [
      trust.warning(
        name,
        `Whether the Trust Authority Cluster trusts the TPM of ${name} is unknown: ${why}.`,
        `See that its CA certificate (Get-TrustAuthorityTpm2CACertificate) or its key (Get-TrustAuthorityTpm2EndorsementKey) is registered, as the settings ask; else ${name} will not attest, and the cluster is not called trusted.`,
      ),
    ];
  }
  return [
    trust.blocker(
      name,
      `The Trust Authority Cluster does not trust the TPM of ${name}: ${why}.`,
      `Import its CA certificate (Export-Tpm2CACertificate, New-TrustAuthorityTpm2CACertificate) or its key (Export-Tpm2EndorsementKey, New-TrustAuthorityTpm2EndorsementKey), as the settings ask, then plan again.`,
    ),
  ];
}
