import type { Assumptions } from '../topology/assumptions.js';
import { imageDatabaseOf, QUICK_BOOT_NOTICE } from './image-database.js';
import { installedVersion } from './model.js';
import type { LabHost } from './model.js';

/** What a host gives away as its image database; after a Quick Boot no source says which (vim-and-vcsim 3.2). */
export function archiveOf(host: LabHost, assumptions: Assumptions): Uint8Array {
  const isQuick = host.lastBoot.type === 'quick';
  const version =
    isQuick && assumptions.exportAfterQuickBoot === 'measured' ? host.measured : installedVersion(host);
  return imageDatabaseOf(
    version,
    isQuick && assumptions.exportNotice === 'in-archive' ? QUICK_BOOT_NOTICE : '',
  );
}

/** What it says in a header of the download. */
export function headerNoticeOf(host: LabHost, { exportNotice }: Assumptions): string | undefined {
  return host.lastBoot.type === 'quick' && exportNotice === 'in-header' ? QUICK_BOOT_NOTICE : undefined;
}
