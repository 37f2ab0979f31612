import type { WorldContext } from '../context.js';
import type { LabCluster, LabHost, Version } from '../model.js';
import { toBaseImage } from '../versions.js';

/** LocalizableMessage of the Automation API. */
export const message = (id: string, text: string) => ({ id, default_message: text, args: [] as string[] });

/** One entry of `Notifications`. */
export const notification = (
  ctx: WorldContext,
  type: 'INFO' | 'WARNING' | 'ERROR',
  id: string,
  text: string,
) => ({
  type,
  id,
  time: ctx.clock.iso(),
  message: message(id, text),
});

export const hostInfo = (hosts: Iterable<LabHost>): Record<string, { name: string }> =>
  Object.fromEntries([...hosts].map((host) => [host.moid, { name: host.name }]));

/** `{version, details}` of a base image; details only for images in the depot, as in reality. */
export function baseImageInfo(cluster: LabCluster, version: Version): Record<string, unknown> {
  const image = cluster.vcenter.depot.get(toBaseImage(version));
  return {
    version: toBaseImage(version),
    ...(image
      ? {
          details: {
            display_name: image.displayName,
            display_version: image.displayVersion,
            release_date: new Date(image.releasedAt).toISOString(),
          },
        }
      : {}),
  };
}
