import type { ClusterRef } from '../../domain/model/inventory.js';
import { onAuthority, records } from '../activity-proxies.js';
import type { Operation } from './operate.js';

/** After every change of the Trust Authority side its configuration is archived anew. @rule BAK-3 */
export async function archiveChanged({ context, unit }: Operation, cluster: ClusterRef): Promise<void> {
  const { authority, estate, timeScale } = context;
  const { hash } = await unit.attempt('archive of the vTA configuration', 'BAK-3', () =>
    onAuthority(authority.queue, timeScale).does.archiveConfiguration({
      vcenter: authority.vcenter,
      cluster,
    }),
  );
  await records.recordConfigurationArchive({ estate, hash });
}
