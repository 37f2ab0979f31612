import { patched } from '@temporalio/workflow';
import type { StoredPart } from '../activities/archive.js';
import type { BeforeUpgrade } from '../activities/planning.js';
import { whyNotProtected } from '../domain/archive/protection.js';
import type { ClusterRef } from '../domain/model/inventory.js';
import { onAuthority, onTrusted, records } from './activity-proxies.js';
import type { RunContext } from './context.js';
import type { Unit } from './unit.js';

/**
 * Reads the vTA configuration of both sides and keeps it, each side by its own zone. To be called before work on the
 * Trust Authority, and after whatever the product has changed of its configuration.
 *
 * @returns hash of the archive
 * @rule BAK-1, BAK-3
 */
export async function archiveBothSides(
  unit: Pick<Unit, 'attempt'>,
  { estate, authority, trusted, timeScale }: RunContext,
  cluster: ClusterRef,
): Promise<string> {
  const { vcenter, queue } = authority;
  const whole = await unit.attempt('vTA configuration not archived', 'BAK-1', () =>
    onAuthority(queue, timeScale).does.archiveConfiguration({ vcenter, cluster }),
  );
  const { hash } = whole;
  if (!patched('archive-of-both-sides')) {
    await records.recordConfigurationArchive({ estate, hash });
    return hash;
  }
  const sides: StoredPart[] = [];
  for (const side of trusted) {
    sides.push(
      await unit.attempt(`vTA configuration not archived, trust of ${side.vcenter.name}`, 'BAK-1', () =>
        onTrusted(side.queue, timeScale).does.archiveTrustedSide({
          vcenter: side.vcenter,
          clusters: side.clusters,
        }),
      ),
    );
  }
  const parts = { authority: whole, trusted: sides };
  return (await records.recordConfigurationArchive({ estate, hash, parts })).archive;
}

/**
 * Waits until the vTA configuration is protected: by an archive of both sides as they are now, whatever vCenter backups
 * there are. One that falls short is taken again first.
 *
 * @rule BAK-1, BAK-3, DG-11
 */
export async function untilProtected(unit: Unit, context: RunContext, before: BeforeUpgrade): Promise<void> {
  const { estate, authority, timeScale } = context;
  const { vcenter, cluster, queue } = authority;
  const trusted = context.trusted.map((side) => side.vcenter.name);
  const judge = async () => {
    const { facts } = await onAuthority(queue, timeScale).does.lookAtAuthority({ vcenter, cluster });
    const archive = (await records.readArchive({ estate })) ?? undefined;
    const now = new Date().toISOString();
    return whyNotProtected({
      archive,
      authority: facts,
      trusted,
      now,
      ...(before.withoutFile === undefined ? {} : { accepted: before.withoutFile }),
    });
  };
  await unit.untilClear(async () => {
    if ((await judge()) === null) return null;
    await keep(unit, context, before.authority.cluster);
    return judge();
  });
}

/** Takes the archive and tells of it. */
export async function keep(unit: Unit, context: RunContext, cluster: ClusterRef): Promise<string> {
  const hash = await archiveBothSides(unit, context, cluster);
  unit.story.tell('configuration.archived', cluster.name, 'vTA configuration archived', { data: { hash } });
  return hash;
}
