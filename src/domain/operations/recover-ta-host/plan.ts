import type { HostAccess } from '../../model/estate.js';
import type { Finding } from '../../model/finding.js';
import type { ClusterRef, EsxHost, HostRef } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import { whyNotRecover, type RecordedUpgrade } from '../../recovery/index.js';
import { parseEsxVersion } from '../../versions/index.js';
import type { OperationFacts } from '../facts.js';
import type { OperationDraft, OperationRequest } from '../model.js';
import { recoveryEvidence } from './evidence.js';
import { imagesWithoutFile } from './image-files.js';
import { recoveryPrerequisites } from './prerequisites.js';
import { recoverySteps } from './steps.js';

export interface RecoverTaHost {
  readonly parameters: {
    /** Name of the Trust Authority host. */
    readonly host: string;
    /** Version to be restored, where no run has recorded it. */
    readonly version?: string;
  };
  readonly details: {
    /** As it was before the procedure; a host that was added again has another moid. */
    readonly host: HostRef;
    readonly cluster: ClusterRef;
    readonly recorded: EsxVersion;
    /** Login of the host's own administrator, by name. */
    readonly access: HostAccess;
    /** Hash of the archive from which the configuration is applied. */
    readonly archive: string;
    /** SHA-1 thumbprint by which its vCenter knew the host. */
    readonly thumbprint?: string;
    /** Base images of which the archive has no file, each with a host that runs it; absent in plans of earlier releases. */
    readonly imageSources?: Readonly<Record<EsxVersion, string>>;
  };
}

/** What the records know, as `extras.records`. */
export interface RecoveryRecords {
  readonly upgrade?: RecordedUpgrade;
  readonly archive?: { readonly hash: string; readonly at: string };
}

/** Gates of the procedure besides `begin`. */
export const RECOVERY_GATES = { readd: 're-add', refresh: 'refresh-trusted-side' } as const;

/** The procedure for a Trust Authority host whose upgrade did not succeed. @rule REC-0, REC-1, REC-2, REC-3, REC-4, REC-5 */
export function planRecoverTaHost(
  facts: OperationFacts,
  { parameters }: OperationRequest<'recover-ta-host'>,
): OperationDraft<'recover-ta-host'> {
  const { inventory, estate } = facts;
  const { upgrade, archive } = (facts.extras['records'] ?? {}) as RecoveryRecords;
  const { cluster, facts: authority } = inventory.authority;
  const member = cluster.hosts.find(({ ref }) => ref.name === parameters.host);
  // A version that people give says that no run has the host in hand any more.
  const known = parameters.version === undefined ? upgrade : undefined;
  const host = hostOf(parameters.host, member, upgrade);
  const recorded = parameters.version === undefined ? upgrade?.from : parseEsxVersion(parameters.version);
  const isAddedAgain = member !== undefined && member.ref.moid !== host.moid && member.installed === recorded;
  const trigger = {
    host: parameters.host,
    taHosts: cluster.hosts,
    authority,
    upgrade: known ?? gone(upgrade, member),
    isAddedAgain,
  };
  const withoutFile = imagesWithoutFile({ ...facts, host: parameters.host, recorded });
  const findings: Finding[] = [
    ...whyNotRecover(trigger),
    ...recoveryPrerequisites({ ...facts, host: parameters.host, recorded, archive, withoutFile }),
  ];
  const access = estate.authority.hostAccess ?? { credential: '', addresses: {} };
  return {
    subject: parameters.host,
    steps: recoverySteps(parameters.host, cluster.ref.name, recorded ?? 'the recorded version'),
    tables: recoveryEvidence({ member, isAddedAgain, upgrade, recorded, authority, archive }),
    gates: [
      {
        id: 'begin',
        kind: 'operation',
        title: isAddedAgain
          ? `Go on with the recovery of ${parameters.host}, which is in ${cluster.ref.name} again`
          : `Take ${parameters.host} out of ${cluster.ref.name} and restore it`,
        rule: 'DG-2',
      },
      {
        id: RECOVERY_GATES.readd,
        kind: 'operation',
        title: `Add ${parameters.host} to ${cluster.ref.name} again, with the certificate that it shows`,
        rule: 'REC-3',
      },
      {
        id: RECOVERY_GATES.refresh,
        kind: 'operation',
        title: `Register the services of ${parameters.host} anew and remediate the trusted clusters`,
        rule: 'REC-4',
      },
    ],
    findings,
    details: {
      host,
      cluster: cluster.ref,
      recorded: recorded ?? '',
      access,
      archive: archive?.hash ?? '',
      ...(member?.thumbprint === undefined ? {} : { thumbprint: member.thumbprint }),
      imageSources: Object.fromEntries(
        Object.entries(withoutFile).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    },
  };
}

/** A host that is in no inventory was removed by an earlier recovery: its upgrade is known all the same. */
const gone = (upgrade: RecordedUpgrade | undefined, member: EsxHost | undefined) =>
  member === undefined ? upgrade : undefined;

/** The moid of before: once the host was added again, its vCenter knows only the new one. */
function hostOf(name: string, member: EsxHost | undefined, upgrade: RecordedUpgrade | undefined): HostRef {
  return upgrade?.host ?? member?.ref ?? { vcenter: '', moid: '', name };
}
