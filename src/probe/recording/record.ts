import type { AuthorityFacts } from '../../domain/model/inventory.js';
import { parseEsxVersion } from '../../domain/versions/index.js';
import type { AuthorityDetails, ServerMessage } from '../../ports/probe.js';
import type { ProbeFinding } from '../finding.js';
import type { Observed, ObservedVCenter } from '../observed.js';
import type { Recording, RecordedVCenter } from './format.js';
import type { Naming } from './naming.js';
import { recordCluster } from './record-cluster.js';
import { recordMessage, versionOf, wordOf } from './words.js';

const recordVCenter = (naming: Naming, vcenter: ObservedVCenter): RecordedVCenter => {
  const { ref, facts, server, depot = [], clusters } = vcenter;
  return {
    name: naming.name('vcenter', ref.name),
    role: ref.zone,
    ...(facts && {
      version: facts.current.version,
      build: facts.current.build,
      updateState: wordOf(facts.updateState),
      health: wordOf(facts.health),
      ...(facts.licensed !== undefined && { licensed: facts.licensed }),
      ...(facts.lastBackupAt !== undefined && { backedUpAt: facts.lastBackupAt }),
    }),
    ...(server && { apiVersion: server.apiVersion }),
    updates: (facts?.pending ?? []).map(({ version, name, type, rebootRequired }) => ({
      version: versionOf(naming, version),
      name: naming.text(name),
      type: wordOf(type),
      rebootRequired,
    })),
    depot: depot.map(({ version, displayVersion, releasedAt }) => ({
      version: versionOf(naming, version),
      ...(displayVersion !== undefined && { displayVersion: naming.text(displayVersion) }),
      ...(releasedAt !== undefined && { releasedAt }),
    })),
    clusters: clusters.map((cluster) => recordCluster(naming, cluster)),
  };
};

const recordAuthority = (
  naming: Naming,
  facts: AuthorityFacts,
  details: AuthorityDetails | undefined,
  vcenters: readonly ObservedVCenter[],
): NonNullable<Recording['authority']> => {
  const withSame = (fingerprint: string): string | undefined =>
    vcenters.find(({ link }) => link?.principalFingerprint === fingerprint)?.ref.name;
  const messagesOf = (id: string, texts: readonly string[]): readonly ServerMessage[] =>
    details?.imageDetails.find((image) => image.id === id)?.details ?? texts.map((text) => ({ text }));
  return {
    attestationService: facts.attestationService,
    keyProviderService: facts.keyProviderService,
    images: facts.images.map(({ id, version, displayName, health, lastAttestedAt, ...image }) => ({
      id: versionOf(naming, id),
      ...(parseEsxVersion(version) !== undefined && { version }),
      displayName: naming.text(displayName),
      health,
      details: messagesOf(id, image.details).map((message) => recordMessage(naming, message)),
      attestedWith: lastAttestedAt !== undefined,
    })),
    keyProviders: facts.keyProviders.map(({ name, health }) => {
      const info = details?.keyProviders.find((provider) => provider.name === name);
      return {
        name: naming.name('provider', name),
        health,
        ...(info?.masterKeyId !== undefined && { masterKeyId: naming.name('masterkey', info.masterKeyId) }),
        servers: (info?.servers ?? []).map(({ name: server, hostname, port }) => ({
          name: naming.name('keyserver', server),
          hostname: naming.name('keyserver', hostname),
          ...(port !== undefined && { port }),
        })),
      };
    }),
    principals: facts.principals.map(({ id, health }) => {
      const info = details?.principals.find((principal) => principal.id === id);
      const vcenter = info && withSame(info.fingerprint);
      return {
        id: naming.name('principal', id),
        ...(vcenter !== undefined && { vcenter: naming.name('vcenter', vcenter) }),
        health,
      };
    }),
    tpmSettings: { health: facts.tpmSettings, ...details?.tpmSettings },
    caCertificates: facts.caCertificates.map(({ name, health }) => ({
      name: naming.name('certificate', name),
      health,
    })),
    endorsementKeys: facts.endorsementKeys.map(({ name, health }) => ({
      name: naming.name('endorsementkey', name),
      health,
    })),
  };
};

/** The recording of what was observed, every name and text as `naming` writes it. Field by field: nothing raw. */
export function recordObserved(
  naming: Naming,
  observed: Observed,
  findings: readonly ProbeFinding[],
  takenBy: string,
): Recording {
  const { estate, takenAt, vcenters, unreadable } = observed;
  const side = vcenters.find(({ authority }) => authority !== undefined);
  return {
    format: 'vta-recording',
    version: 1,
    takenBy,
    takenAt,
    estate: naming.name('estate', estate.name),
    vcenters: vcenters.map((vcenter) => recordVCenter(naming, vcenter)),
    ...(side?.authority && {
      authority: recordAuthority(naming, side.authority, side.authorityDetails, vcenters),
    }),
    assumptions: Object.fromEntries(
      findings.flatMap(({ assumption }) => (assumption ? [[assumption.name, assumption.value]] : [])),
    ),
    findings: findings.map(({ check, subject, verdict, found }) => ({
      check,
      subject: naming.text(subject),
      verdict,
      found: naming.text(found),
    })),
    // Not the reason: a server's sentence may list things that were never read.
    unreadable: unreadable.map(({ vcenter, part, cluster, kind, errorType }) => ({
      vcenter: naming.name('vcenter', vcenter),
      part,
      ...(cluster !== undefined && { cluster: naming.name('cluster', cluster) }),
      kind,
      ...(errorType !== undefined && { errorType: wordOf(errorType) }),
    })),
  };
}
