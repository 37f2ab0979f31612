import type { OperationEnd } from '../../domain/operations/index.js';
import { onAuthority, records } from '../activity-proxies.js';
import type { OperationInput } from './input.js';
import { operate } from './operate.js';

/** Reads the vTA configuration and keeps it: most of it lies on the hosts, in no vCenter backup. @rule BAK-1, BAK-3 */
export async function archiveConfiguration(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'archive-configuration', async (operation, { details }) => {
    const { context, unit } = operation;
    const { vcenter, queue, timeScale, estate } = context;
    const { cluster } = details;
    return operation.step('archive', async () => {
      const { hash } = await unit.attempt('archive of the vTA configuration', 'BAK-3', () =>
        onAuthority(queue, timeScale).does.archiveConfiguration({ vcenter, cluster }),
      );
      await records.recordConfigurationArchive({ estate, hash });
      unit.story.tell('configuration.archived', cluster.name, 'vTA configuration archived', {
        data: { hash },
      });
      return `the vTA configuration of ${cluster.name} is archived as ${hash.slice(0, 12)}`;
    });
  });
}
