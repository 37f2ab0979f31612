import { principalOf } from '../topology/build-trust.js';
import type { LabWorld } from './api.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import { createMajorUpgrade } from './major-upgrade.js';
import type { LabSession, LabUpdate, LabVCenter } from './model.js';
import { createOutages } from './outages.js';
import type { Sessions } from './sessions.js';
import type { Tasks } from './tasks.js';
import { apiVersionOf } from './versions.js';

export type Appliance = Pick<
  LabWorld,
  'precheckUpdate' | 'stageUpdate' | 'installUpdate' | 'upgradeVCenter' | 'startBackup'
>;

/** The vCenter appliance: updates and upgrades with the outage of its API, backups, and outages for other reasons. */
export function createAppliance(
  ctx: WorldContext,
  sessions: Sessions,
  tasks: Tasks,
  seed: number,
): Appliance {
  const { timing } = ctx.topology;
  const outages = createOutages(ctx, sessions, tasks);
  const find = (vcenter: LabVCenter, version: string): LabUpdate => {
    if (vcenter.version === version) {
      refuse(faults.alreadyInDesiredState(`Version ${version} is already installed.`));
    }
    return (
      vcenter.updates.find((update) => update.version === version) ??
      refuse(faults.notFound(`Update ${version} was not found.`))
    );
  };
  const requireIdle = ({ update }: LabVCenter): void => {
    if (update.state === 'STAGE_IN_PROGRESS' || update.state === 'INSTALL_IN_PROGRESS') {
      refuse(faults.notAllowed(`Another update operation is in progress: ${update.state}.`));
    }
  };
  const note = (
    vcenter: LabVCenter,
    effect: `vcenter.${'stage' | 'install'}.${'started' | 'ended'}`,
    session: Pick<LabSession, 'user'>,
    detail: Record<string, unknown>,
  ): void => ctx.note(vcenter, effect, detail, session);

  const renewPrincipal = (vcenter: LabVCenter): void => {
    vcenter.principal = { ...principalOf(vcenter.name, seed, 1), id: vcenter.principal.id };
    ctx.note(vcenter, 'vcenter.principal.changed');
    ctx.event(
      vcenter,
      'com.vmware.vc.TrustAuthority.StsCertificatesChange',
      'The certificates of the security token service have changed',
    );
  };

  return {
    ...createMajorUpgrade(ctx, outages, renewPrincipal),
    precheckUpdate(vcenter, version) {
      find(vcenter, version);
      requireIdle(vcenter);
      const busy = [...vcenter.clusters.values()].filter((cluster) => cluster.softwareTask !== undefined);
      return {
        errors: [],
        warnings: busy.map((cluster) => `A software operation of cluster ${cluster.name} is in progress.`),
      };
    },

    stageUpdate(vcenter, session, version) {
      find(vcenter, version);
      requireIdle(vcenter);
      if (vcenter.update.staged === version)
        refuse(faults.alreadyExists(`Update ${version} is already staged.`));
      const from = vcenter.version;
      vcenter.update = {
        state: 'STAGE_IN_PROGRESS',
        working: version,
        startedAt: ctx.clock.now(),
        progress: 0,
      };
      note(vcenter, 'vcenter.stage.started', session, { version, from });
      ctx.clock.after(ctx.duration(timing.vcenterStageSeconds, 'vcenter-stage', vcenter.name), () => {
        vcenter.update = { state: 'UPDATES_PENDING', staged: version, progress: 100 };
        note(vcenter, 'vcenter.stage.ended', session, { version, from, ok: true });
      });
    },

    installUpdate(vcenter, session, version) {
      const update = find(vcenter, version);
      requireIdle(vcenter);
      if (vcenter.update.staged !== version) refuse(faults.notAllowed(`Update ${version} is not staged.`));
      const from = vcenter.version;
      const total = ctx.duration(update.installMinutes * 60, 'vcenter-install', vcenter.name);
      const outage = timing.vcenterRefusedSeconds + timing.vcenterBadGatewaySeconds;
      // The outage lies inside the installation, however short a topology makes that.
      const downAt = Math.max(0, Math.min(timing.vcenterOutageAfterSeconds, total - outage - 1));
      vcenter.update = {
        state: 'INSTALL_IN_PROGRESS',
        staged: version,
        working: version,
        startedAt: ctx.clock.now(),
        progress: 0,
      };
      note(vcenter, 'vcenter.install.started', session, { version, from });
      ctx.clock.after(downAt / 2, () => void (vcenter.update.progress = 25));
      ctx.clock.after(downAt, () => outages.begin(vcenter, 'update'));
      ctx.clock.after(downAt + timing.vcenterRefusedSeconds, () => outages.proxyOnly(vcenter));
      ctx.clock.after(downAt + outage, () => {
        vcenter.version = version;
        vcenter.build = update.build;
        vcenter.apiVersion = apiVersionOf(version);
        vcenter.update.progress = 80;
        outages.end(vcenter, 'update');
      });
      ctx.clock.after(Math.max(total, downAt + outage + 1), () => {
        vcenter.updates = vcenter.updates.filter((other) => other.version !== version);
        vcenter.update = {
          state: vcenter.updates.length > 0 ? 'UPDATES_PENDING' : 'UP_TO_DATE',
          progress: 100,
        };
        if (update.changesPrincipal === true) renewPrincipal(vcenter);
        note(vcenter, 'vcenter.install.ended', session, { version, from, ok: true });
      });
    },

    startBackup(vcenter, session, comment, location) {
      if ([...vcenter.backups.values()].some((backup) => backup.state === 'INPROGRESS')) {
        refuse(faults.featureInUse('Another backup is in progress.'));
      }
      const id = `${ctx.clock.iso().replaceAll(/\D/g, '').slice(0, 14)}-${vcenter.build}-${ctx.ids.hex(2)}`;
      vcenter.backups.set(id, {
        id,
        state: 'INPROGRESS',
        progress: 0,
        comment,
        startedAt: ctx.clock.now(),
        location,
      });
      ctx.note(vcenter, 'vcenter.backup.started', { job: id }, session);
      const fails = ctx.faults.strike('fail-backup', vcenter) !== undefined;
      const seconds = ctx.duration(timing.backupSeconds, 'backup', vcenter.name);
      ctx.clock.after(fails ? seconds / 2 : seconds, () => {
        const backup = vcenter.backups.get(id);
        if (!backup) return;
        backup.state = fails ? 'FAILED' : 'SUCCEEDED';
        backup.progress = fails ? 50 : 100;
        if (fails) backup.reason = `No space left on device: ${location}`;
        backup.endedAt = ctx.clock.now();
        ctx.note(vcenter, 'vcenter.backup.ended', { job: id, ok: !fails }, session);
      });
      return id;
    },
  };
}
