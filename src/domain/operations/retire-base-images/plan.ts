import { by } from '../../compare.js';
import { removalPowerCli } from '../../estate/index.js';
import type { ClusterRef } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import { evidenceTables, orderRemovals, retiringEvidence } from '../../retiring/index.js';
import type { OperationFacts } from '../facts.js';
import type { OperationDraft, OperationRequest } from '../model.js';
import { retiringFactsOf } from './facts.js';

export interface RetireBaseImages {
  /** Each named by itself, in any spelling of VMware; there is no word for "all". */
  readonly parameters: { readonly versions: readonly string[] };
  readonly details: {
    readonly cluster: ClusterRef;
    /** One by one in this order. */
    readonly versions: readonly EsxVersion[];
    /** Hash of the archived file of each, for the way back. */
    readonly files: Readonly<Record<EsxVersion, string>>;
    readonly rollbackWindowHours: number;
  };
}

export const retireGate = (version: EsxVersion): string => `retire/${version}`;
export const retireSteps = {
  remove: (version: EsxVersion) => `remove/${version}`,
  attested: (version: EsxVersion) => `attested/${version}`,
  archive: 'archive',
} as const;

/**
 * Plans the removal of named base images: one by one, each with a gate of its own, with the evidence in front of the
 * approver. Whatever forbids one of them is a blocker.
 *
 * @rule QB-4, QB-6, FIX-3, FIX-4, DG-2, DG-5, DG-10, DG-11, INV-3
 */
export function planRetireBaseImages(
  facts: OperationFacts,
  { parameters }: OperationRequest<'retire-base-images'>,
): OperationDraft<'retire-base-images'> {
  const known = retiringFactsOf(facts);
  const evidence = retiringEvidence(known);
  const { order, findings } = orderRemovals(parameters.versions, evidence);
  const versions = order.map(({ image }) => image.version);
  const { cluster } = facts.inventory.authority.facts;
  return {
    subject: cluster.name,
    steps: [
      ...versions.flatMap((version) => [
        {
          id: retireSteps.remove(version),
          subject: version,
          title: `remove base image ${version}, once approved and with its evidence read again`,
          rule: 'FIX-3',
        },
        {
          id: retireSteps.attested(version),
          subject: version,
          title: `see every trusted host attested anew without ${version}`,
          rule: 'INV-1',
        },
      ]),
      ...(versions.length === 0
        ? []
        : [
            {
              id: retireSteps.archive,
              subject: cluster.name,
              title: 'archive the vTA configuration as it is then',
              rule: 'BAK-3',
            },
          ]),
    ],
    tables: [
      ...evidenceTables(evidence),
      {
        title: 'The same in PowerCLI, connected to the Trust Authority vCenter [CLI-1]',
        columns: ['Command'],
        rows: removalPowerCli(
          facts.estate,
          order.map(({ image }) => image),
        ).map((line) => [line]),
      },
    ],
    gates: versions.map((version) => ({
      id: retireGate(version),
      kind: 'operation',
      title: `Remove base image ${version} from ${cluster.name}`,
      rule: 'DG-2',
    })),
    findings,
    details: {
      cluster,
      versions,
      files: Object.fromEntries(versions.flatMap((version) => newestFile(facts, version))),
      rollbackWindowHours: known.rollbackWindowHours,
    },
  };
}

function newestFile({ archivedImages }: OperationFacts, version: EsxVersion): [EsxVersion, string][] {
  const newest = archivedImages
    .filter((image) => image.version === version)
    .toSorted(by(({ exportedAt }) => exportedAt))
    .at(-1);
  return newest === undefined ? [] : [[version, newest.hash]];
}
