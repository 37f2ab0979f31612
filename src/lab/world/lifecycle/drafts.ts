import type { LabWorld } from '../api.js';
import type { WorldContext } from '../context.js';
import { faults, refuse } from '../errors.js';
import type { LabCluster, LabSession } from '../model.js';
import type { Tasks } from '../tasks.js';

const DRAFTS = 'com.vmware.esx.settings.clusters.software.drafts';

type Drafts = Pick<LabWorld, 'createDraft' | 'setDraftImage' | 'deleteDraft' | 'commitDraft'>;

/** Desired images: drafts (one per user) become commits, numbered per cluster. */
export function createDrafts(ctx: WorldContext, tasks: Tasks): Drafts {
  const find = (cluster: LabCluster, session: LabSession, id: string) => {
    const draft = cluster.drafts.get(id);
    if (!draft) return refuse(faults.notFound(`Draft ${id} of cluster ${cluster.name} was not found.`));
    if (draft.owner !== session.user.name) {
      refuse(faults.unauthorized(`Draft ${id} belongs to ${draft.owner}.`));
    }
    return draft;
  };

  return {
    // Also for a cluster under baselines: an image has to be there before the cluster can change over to it.
    createDraft(cluster, session) {
      const owner = session.user.name;
      const own = [...cluster.drafts.values()].find((draft) => draft.owner === owner);
      if (own)
        refuse(faults.alreadyExists(`User ${owner} already has draft ${own.id} of cluster ${cluster.name}.`));
      const id = ctx.ids.uuid();
      const baseImage = cluster.commits.at(-1)?.baseImage ?? '';
      cluster.drafts.set(id, { id, owner, baseImage, createdAt: ctx.clock.now() });
      ctx.changed();
      return id;
    },
    setDraftImage(cluster, session, id, baseImage) {
      const draft = find(cluster, session, id);
      const image = cluster.vcenter.depot.get(baseImage);
      if (!image) refuse(faults.notFound(`Base image ${baseImage} is not in the depot.`));
      draft.baseImage = image.version;
      ctx.changed();
    },
    deleteDraft(cluster, session, id) {
      cluster.drafts.delete(find(cluster, session, id).id);
      ctx.changed();
    },
    commitDraft(cluster, session, id, message) {
      const draft = find(cluster, session, id);
      const spec = {
        service: DRAFTS,
        operation: 'commit$task',
        descriptionId: `${DRAFTS}.commit`,
        entity: { type: 'ClusterComputeResource', moid: cluster.moid, name: cluster.name },
      };
      return tasks.startTask(cluster.vcenter, session, spec, (task) => {
        ctx.clock.after(ctx.topology.timing.commitSeconds, () => {
          if (!cluster.drafts.delete(draft.id)) {
            return tasks.fail(task, faults.notFound(`Draft ${draft.id} was deleted meanwhile.`));
          }
          const commit = String(Number(cluster.commits.at(-1)?.id ?? 0) + 1);
          cluster.commits.push({
            id: commit,
            baseImage: draft.baseImage,
            author: session.user.name,
            at: ctx.clock.now(),
            message,
          });
          ctx.note(cluster, 'cluster.image.committed', { commit, baseImage: draft.baseImage }, session);
          tasks.succeed(task, commit);
        });
      });
    },
  };
}
