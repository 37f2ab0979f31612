import { isCancellation } from '@temporalio/workflow';
import {
  accessTo,
  exportStep,
  type MissingFile,
} from '../../domain/operations/archive-configuration/plan.js';
import type { OperationEnd } from '../../domain/operations/index.js';
import { exportEvidence } from '../../domain/repairing/index.js';
import { onTrusted, records } from '../activity-proxies.js';
import { keep } from '../archive.js';
import type { OperationInput } from './input.js';
import { operate, type Operation } from './operate.js';

/** Reads the vTA configuration and keeps it: most of it lies on the hosts, in no vCenter backup. @rule BAK-1, BAK-3, DG-11 */
export async function archiveConfiguration(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'archive-configuration', async (operation, { details }) => {
    const { context, unit } = operation;
    const { cluster, exports = [] } = details;
    for (const file of exports) {
      await operation.step(exportStep(file.version), () => exportFile(operation, file));
    }
    return operation.step('archive', async () => {
      const hash = await keep(unit, context, cluster);
      return `the vTA configuration of ${cluster.name} is archived as ${hash.slice(0, 12)}`;
    });
  });
}

/** A file that a host does not give is named as missing in the archive; the rest is archived all the same. */
async function exportFile(operation: Operation, { version, host }: MissingFile): Promise<void> {
  const { context, estate } = operation;
  const side = context.trusted.find(({ vcenter }) => vcenter.name === host.vcenter);
  const access = accessTo(estate, host);
  if (side === undefined || access === undefined)
    throw new Error(`the estate has no vCenter ${host.vcenter}`);
  try {
    const { does } = onTrusted(side.queue, context.timeScale);
    const image = await does.exportImage({ vcenter: side.vcenter, host, access, version });
    await records.archiveImage({ image: { ...image, estate: context.estate } });
    operation.tell(
      `base image ${version} exported from ${image.sourceHost} and archived: ${exportEvidence(image).join('; ')}`,
    );
  } catch (error) {
    if (isCancellation(error)) throw error;
    const why =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
    operation.tell(`the file of base image ${version} stays missing: ${why}`);
  }
}
