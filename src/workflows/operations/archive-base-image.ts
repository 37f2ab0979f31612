import type { OperationEnd } from '../../domain/operations/index.js';
import { onTrusted, records } from '../activity-proxies.js';
import type { OperationInput } from './input.js';
import { operate } from './operate.js';

/** Takes the file of a base image from a host that runs it, and keeps it. @rule DG-11, FIX-1 */
export async function archiveBaseImage(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'archive-base-image', async (operation, { details }) => {
    const { context, estate, unit } = operation;
    const { version, source } = details;
    const side = estate.trusted.find(({ vcenter }) => vcenter.name === source?.vcenter);
    if (source === undefined || side === undefined) return `the archive holds the file of ${version} already`;
    const { vcenter, hostAccess } = side;
    return operation.step('export', async () => {
      const image = await unit.attempt(`export of base image ${version}`, 'FIX-1', () =>
        onTrusted(estate.taskQueues.trusted, context.timeScale).does.exportImage({
          vcenter,
          host: source,
          access: hostAccess ?? { credential: vcenter.credential, addresses: {} },
          version,
        }),
      );
      await records.archiveImage({ image: { ...image, estate: context.estate } });
      unit.story.tell(
        'image.archived',
        version,
        `base image ${version} exported from ${source.name} and archived`,
        {
          data: { ...image },
        },
      );
      return `the file of ${version} is archived as ${image.hash.slice(0, 12)}`;
    });
  });
}
