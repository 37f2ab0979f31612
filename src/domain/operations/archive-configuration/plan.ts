import type { ClusterRef } from '../../model/inventory.js';
import type { OperationFacts } from '../facts.js';
import type { OperationDraft } from '../model.js';

export interface ArchiveConfiguration {
  readonly parameters: Readonly<Record<string, never>>;
  readonly details: { readonly cluster: ClusterRef };
}

/** The archive of the vTA configuration, which no vCenter backup contains. Only reads, so nobody is asked. @rule BAK-1, BAK-3 */
export function planArchiveConfiguration({
  inventory,
}: OperationFacts): OperationDraft<'archive-configuration'> {
  const { ref } = inventory.authority.cluster;
  return {
    subject: ref.name,
    steps: [
      { id: 'archive', subject: ref.name, title: 'read and archive the vTA configuration', rule: 'BAK-3' },
    ],
    tables: [],
    gates: [],
    findings: [],
    details: { cluster: ref },
  };
}
