import { z } from 'zod';
import type { LabWorld } from '../world/api.js';
import { imageDatabaseOf } from '../world/image-database.js';
import { LabError } from '../world/model.js';
import { everyHost } from '../world/queries.js';
import type { LabCluster, LabHost, LabSession, LabVCenter } from '../world/model.js';

const host = z.string().min(1);
const version = z.string().regex(/^\d+\.\d+\.\d+-\d+$/);

/** Body of `POST /lab/people`: what an administrator does by hand, in the vSphere Client or at a console. */
export const PeopleBody = z.discriminatedUnion('do', [
  /** The image that this host runs, or the file of another version that somebody brings. */
  z.strictObject({ do: z.literal('import-image'), host, version: version.optional() }),
  z.strictObject({ do: z.literal('remove-image'), host, version }),
  z.strictObject({ do: z.literal('upgrade-host'), host, version }),
  z.strictObject({ do: z.literal('apply-image'), host }),
  z.strictObject({ do: z.literal('enter-maintenance'), host }),
  z.strictObject({ do: z.literal('cancel-task'), host }),
  z.strictObject({ do: z.literal('import-principal'), host }),
  z.strictObject({ do: z.literal('unapply-service'), host }),
  z.strictObject({ do: z.literal('disconnect'), host }),
  z.strictObject({ do: z.literal('reconnect'), host }),
  z.strictObject({ do: z.literal('restart-service'), host, service: z.string().min(1) }),
  z.strictObject({ do: z.literal('roll-back'), host }),
  z.strictObject({ do: z.literal('install-afresh'), host, version }),
  /** Of the cluster of this TA host: as after a decommissioning, or when all its hosts were installed anew. */
  z.strictObject({ do: z.literal('empty-configuration'), host }),
  /** Of this TA host: the issuers of its principals stay on it when its configuration goes. */
  z.strictObject({ do: z.literal('keep-issuers'), host }),
  /** As KB 77146 describes. */
  z.strictObject({ do: z.literal('decommission'), host }),
]);
export type PeopleBody = z.infer<typeof PeopleBody>;

/**
 * Lets the administrator of the host's vCenter begin something; it takes its time as for anybody.
 *
 * @returns what has been begun, or why it was refused
 */
export function actByHand(
  world: LabWorld,
  body: PeopleBody,
): { readonly begun: string } | { readonly refused: string } {
  const target = hostNamed(world, body.host);
  if (!target) return { refused: `host: there is no ${body.host}` };
  try {
    act(world, body, target);
    return { begun: `${body.do} ${body.host}` };
  } catch (refusal) {
    if (refusal instanceof LabError) return { refused: refusal.message };
    throw refusal;
  }
}

function act(world: LabWorld, body: PeopleBody, target: LabHost): void {
  switch (body.do) {
    case 'import-image': {
      const imgdb = body.version === undefined ? world.imageDatabase(target) : imageDatabaseOf(body.version);
      const cluster = authorityCluster(world);
      world.importImage(cluster, administrator(world, cluster.vcenter), imgdb);
      return;
    }
    case 'remove-image': {
      const cluster = authorityCluster(world);
      world.removeImage(cluster, administrator(world, cluster.vcenter), body.version);
      return;
    }
    case 'upgrade-host':
      world.upgradeByHand(target, administrator(world, target.vcenter), body.version);
      return;
    case 'apply-image': {
      const spec = { hosts: [target.moid], acceptEula: true };
      world.apply(target.cluster, administrator(world, target.vcenter), spec);
      return;
    }
    case 'enter-maintenance':
      world.enterMaintenance(target, administrator(world, target.vcenter), 0);
      return;
    case 'disconnect':
      world.disconnect(target, administrator(world, target.vcenter));
      return;
    case 'reconnect':
      world.reconnect(target, administrator(world, target.vcenter));
      return;
    case 'import-principal':
      world.importPrincipal(target.vcenter);
      return;
    case 'unapply-service':
      world.unapplyService(target.cluster);
      return;
    case 'restart-service':
      world.restartServiceByHand(target, administrator(world, target.vcenter), body.service);
      return;
    case 'roll-back':
      world.rollBack(target);
      return;
    case 'install-afresh':
      world.installAfresh(target, body.version);
      return;
    case 'empty-configuration':
      world.emptyConfiguration(target.cluster);
      return;
    case 'keep-issuers':
      world.keepIssuers(target);
      return;
    case 'decommission':
      world.decommission(target);
      return;
    case 'cancel-task': {
      const task = [...target.vcenter.tasks.values()].findLast(
        ({ entity, endedAt, cancelable }) => entity?.moid === target.moid && !endedAt && cancelable,
      );
      if (task) world.cancelTask(task);
    }
  }
}

function authorityCluster(world: LabWorld): LabCluster {
  const clusters = [...world.vcenters.values()].flatMap((vcenter) => [...vcenter.clusters.values()]);
  const found = clusters.find(({ kind }) => kind === 'authority');
  if (!found) throw new Error('the lab has no Trust Authority Cluster');
  return found;
}

function hostNamed(world: LabWorld, name: string): LabHost | undefined {
  return everyHost(world).find((candidate) => candidate.name === name);
}

/** A session of somebody who is not the service. */
function administrator(world: LabWorld, vcenter: LabVCenter): LabSession {
  const user = vcenter.users.find(({ groups }) => groups.includes('Administrators'));
  if (!user) throw new Error(`vCenter ${vcenter.name} has no administrator`);
  return world.login(vcenter, user.name, user.password, 'soap');
}
