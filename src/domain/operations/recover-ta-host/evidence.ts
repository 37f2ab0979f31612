import type { AuthorityFacts, EsxHost } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import type { RecordedUpgrade } from '../../recovery/index.js';
import type { EvidenceTable } from '../model.js';

/** What an approver looks at before a host is torn out. @rule REC-0, DG-2 */
export function recoveryEvidence(about: {
  readonly member: EsxHost | undefined;
  readonly isAddedAgain: boolean;
  readonly upgrade: RecordedUpgrade | undefined;
  readonly recorded: EsxVersion | undefined;
  readonly authority: AuthorityFacts;
  readonly archive: { readonly hash: string; readonly at: string } | undefined;
}): readonly EvidenceTable[] {
  const { member, isAddedAgain, upgrade, recorded, authority, archive } = about;
  const state = member === undefined ? 'in no inventory' : stateOf(member);
  return [
    {
      title: 'The host',
      columns: ['what', 'found'],
      rows: [
        ['state', isAddedAgain ? `${state}; added again by an earlier recovery` : state],
        ['runs', member?.installed ?? 'unknown'],
        ['to be restored', recorded ?? 'unknown'],
        [
          'its upgrade',
          upgrade ? `run ${upgrade.runId}: ${upgrade.from} to ${upgrade.target}` : 'not recorded',
        ],
        ['how it ended', upgrade?.problem ?? upgrade?.phase ?? 'not recorded'],
        ['attestation service of the cluster', authority.attestationService],
        ['key provider service of the cluster', authority.keyProviderService],
        ['archive of the configuration', archive ? `${archive.hash.slice(0, 12)} of ${archive.at}` : 'none'],
      ],
    },
  ];
}

const stateOf = ({ connection, inMaintenance }: EsxHost): string => {
  const mode =
    inMaintenance === undefined ? 'maintenance state unread' : inMaintenance ? 'in maintenance' : 'in use';
  return `${connection}, ${mode}`;
};
