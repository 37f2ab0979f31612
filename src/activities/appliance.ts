import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { isOwnInstall } from '../domain/effects/index.js';
import type { VCenterRef } from '../domain/model/estate.js';
import type { VCenterVersion } from '../domain/model/version.js';
import { certificateRefused, VSphereError } from '../ports/errors.js';
import type { VSphereDependencies } from './dependencies.js';
import { byServerClock } from './server-time.js';
import { silentTimingsFor, timingsFor } from './timings.js';
import { callOptions, effectKey, watch, type Look, type Patience, type Watched } from './watch.js';

/** One vCenter appliance: backup, pre-check, stage, install. Each start reads the state first. */
export function createApplianceActivities({ vsphere, ...pace }: VSphereDependencies) {
  const { appliance } = vsphere;
  return {
    /** Starts a backup, or adopts the one that this step started before. @rule BAK-1 */
    async startBackup({ vcenter }: { vcenter: VCenterRef }): Promise<{ job: string }> {
      const comment = `vta-conductor ${effectKey()}`;
      const jobs = await appliance.listBackups(vcenter, callOptions());
      const ours =
        jobs.find((job) => job.comment === comment) ?? jobs.find((job) => job.state === 'INPROGRESS');
      return { job: ours?.id ?? (await appliance.startBackup(vcenter, comment, callOptions())) };
    },

    async awaitBackup(input: {
      vcenter: VCenterRef;
      job: string;
      patience: Patience;
    }): Promise<Watched<{ endedAt?: string }>> {
      return watch<{ endedAt?: string }>(
        async () => {
          const job = await readJob(input.vcenter, input.job);
          if (job === undefined)
            return { state: 'failed', error: `vCenter knows no backup job ${input.job}` };
          if (job.state === 'succeeded') {
            return { state: 'done', value: job.endedAt === undefined ? {} : { endedAt: job.endedAt } };
          }
          if (job.state === 'failed') {
            const newer = await successAfter(input.vcenter, input.job);
            return newer ?? { state: 'failed', error: job.error ?? 'the backup failed' };
          }
          return { state: 'working', have: `backup ${job.progress} %` };
        },
        input.patience,
        timingsFor('backup', pace),
      );
    },

    /**
     * The appliance's own pre-check of an update. An update that is being installed, or is installed, has had it: the
     * appliance would refuse the question, and there is nothing left to stop.
     */
    async precheckUpdate({ vcenter, version }: { vcenter: VCenterRef; version: string }) {
      // In this order: what ends between the two looks has changed what the second one sees.
      const update = await appliance.readUpdate(vcenter, callOptions());
      const current = await appliance.readVersion(vcenter, callOptions());
      const isBegun = update.state === 'INSTALL_IN_PROGRESS' && update.version === version;
      if (current.version === version || isBegun) return { errors: [], warnings: [] };
      if (update.state === 'STAGE_IN_PROGRESS') {
        throw ApplicationFailure.retryable(
          `${vcenter.name}: ${update.version} is being staged; the pre-check follows its end`,
          'foreign-activity',
        );
      }
      return appliance.precheck(vcenter, version, callOptions());
    },

    /** Starts staging unless it is staged, being staged or already installed. */
    async startStage({ vcenter, version }: { vcenter: VCenterRef; version: string }): Promise<void> {
      // In this order: what ends between the two looks has changed what the second one sees.
      const update = await appliance.readUpdate(vcenter, callOptions());
      const current = await appliance.readVersion(vcenter, callOptions());
      if (current.version === version || update.staged === version) return;
      if (update.state === 'STAGE_IN_PROGRESS' && update.version !== version) {
        throw ApplicationFailure.retryable(
          `${vcenter.name}: another update, ${update.version}, is being staged; ours waits for its end`,
          'foreign-activity',
        );
      }
      if (update.state === 'STAGE_IN_PROGRESS' || update.state === 'INSTALL_IN_PROGRESS') return;
      await appliance.stage(vcenter, version, callOptions());
    },

    async awaitStage(input: {
      vcenter: VCenterRef;
      version: string;
      patience: Patience;
    }): Promise<Watched<null>> {
      return watch<null>(
        async () => {
          const update = await appliance.readUpdate(input.vcenter, callOptions());
          if (update.staged === input.version) return { state: 'done', value: null };
          if (update.state === 'STAGE_IN_PROGRESS') return { state: 'working', have: 'staging' };
          // Past staging: the install that runs is adopted by its own start.
          if (update.state === 'INSTALL_IN_PROGRESS') return { state: 'done', value: null };
          const current = await appliance.readVersion(input.vcenter, callOptions());
          if (current.version === input.version) return { state: 'done', value: null };
          return { state: 'failed', error: update.error ?? `staging ended in state ${update.state}` };
        },
        input.patience,
        timingsFor('precheckAndStage', pace),
      );
    },

    /**
     * Starts the install exactly once: an install that runs, or a version that is already there, is adopted; a failed
     * one, and one of this step that is over and left the old version, are left to a person. @rule ORD-2, ORD-4, DG-14
     */
    async startInstall({ vcenter, version }: { vcenter: VCenterRef; version: string }): Promise<void> {
      // In this order: what ends between the two looks has changed what the second one sees.
      const update = await appliance.readUpdate(vcenter, callOptions());
      const current = await appliance.readVersion(vcenter, callOptions());
      if (current.version === version) return;
      if (update.state === 'INSTALL_IN_PROGRESS') {
        if (update.version === version) return;
        throw ApplicationFailure.nonRetryable(
          `${vcenter.name}: another update, ${update.version}, is being installed`,
          'state',
        );
      }
      if (update.state === 'ROLLBACK_IN_PROGRESS') {
        throw ApplicationFailure.nonRetryable(`${vcenter.name}: an install is being rolled back`, 'state');
      }
      if (update.state === 'INSTALL_FAILED') {
        throw ApplicationFailure.nonRetryable(
          `${vcenter.name}: an earlier install failed: ${update.error ?? 'no reason given'}`,
          'state',
        );
      }
      if (update.install !== undefined && (await isOwn(vcenter, update.install))) {
        throw ApplicationFailure.nonRetryable(
          `${vcenter.name}: the install is over, and the version is still ${current.version}: ${update.error ?? 'no reason given'}`,
          'state',
        );
      }
      await appliance.install(vcenter, version, callOptions());
    },

    /** Waits out install, reboot and the absence of the API; done when the version is there and nothing runs. */
    async awaitInstall(input: {
      vcenter: VCenterRef;
      version: string;
      patience: Patience;
    }): Promise<Watched<VCenterVersion>> {
      return watch<VCenterVersion>(
        async () => {
          const update = await appliance.readUpdate(input.vcenter, callOptions());
          if (update.state === 'INSTALL_FAILED') {
            return { state: 'failed', error: update.error ?? 'the install failed' };
          }
          if (update.state === 'ROLLBACK_IN_PROGRESS') {
            return { state: 'failed', error: update.error ?? 'the install is being rolled back' };
          }
          if (update.state === 'INSTALL_IN_PROGRESS') return { state: 'working', have: 'installing' };
          const current = await appliance.readVersion(input.vcenter, callOptions());
          if (current.version === input.version) return { state: 'done', value: current };
          return { state: 'working', have: `version ${current.version}, update state ${update.state}` };
        },
        input.patience,
        // The API is away for minutes here by design: that is the install, not trouble.
        silentTimingsFor('installVCenter', pace),
      );
    },

    /**
     * Waits for an upgrade that people carry out: done when the vCenter reports exactly the target. Its absence, and
     * answers of something half installed, belong to the upgrade; what only people can settle is a failure, after
     * which the wait goes on all the same. @rule ORD-2, ORD-4
     */
    async awaitUpgrade(input: {
      vcenter: VCenterRef;
      from: string;
      version: string;
      patience: Patience;
    }): Promise<Watched<VCenterVersion>> {
      return watch<VCenterVersion>(
        () => upgradeLook(input),
        input.patience,
        silentTimingsFor('majorUpgrade', pace),
      );
    },

    async readVCenter({ vcenter }: { vcenter: VCenterRef }) {
      return appliance.readVCenter(vcenter, callOptions());
    },
  };

  async function upgradeLook(input: {
    vcenter: VCenterRef;
    from: string;
    version: string;
  }): Promise<Look<VCenterVersion>> {
    const { vcenter, from, version } = input;
    try {
      const current = await appliance.readVersion(vcenter, callOptions());
      if (current.version === version) return { state: 'done', value: current };
      if (current.version === from) return { state: 'working', have: `version ${from}` };
      const error = `${vcenter.name} runs ${current.version}, which is neither the planned ${version} nor ${from}; bring it to ${version}, or abort and plan again`;
      return { state: 'failed', error };
    } catch (error) {
      if (!(error instanceof VSphereError) || error.kind === 'passing') throw error;
      if (error.kind !== 'refused') return { state: 'working', have: error.message };
      return { state: 'failed', error: whyRefused(error) };
    }
  }

  /** Whether an earlier attempt of this very step began it. */
  async function isOwn(vcenter: VCenterRef, install: { startedAt?: string }): Promise<boolean> {
    const { scheduledTimestampMs, attempt } = activityInfo();
    const clock = { hosts: vsphere.hosts, timeScale: pace.timeScale };
    const beganMs = await byServerClock(clock, vcenter, scheduledTimestampMs);
    return isOwnInstall(install, { beganMs, isRepeated: attempt > 1 });
  }

  /** Nothing = the appliance does not know it any more. */
  async function readJob(vcenter: VCenterRef, job: string) {
    try {
      return await appliance.readBackup(vcenter, job, callOptions());
    } catch (error) {
      if (error instanceof VSphereError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }

  /** A backup that somebody made after ours had failed: what is needed is a backup, not that very job. */
  async function successAfter(
    vcenter: VCenterRef,
    failed: string,
  ): Promise<Look<{ endedAt?: string }> | undefined> {
    const newestFirst = await appliance.listBackups(vcenter, callOptions());
    const index = newestFirst.findIndex(({ id }) => id === failed);
    const found = newestFirst.slice(0, Math.max(0, index)).find(({ state }) => state === 'SUCCEEDED');
    if (found === undefined) return undefined;
    return { state: 'done', value: found.endedAt === undefined ? {} : { endedAt: found.endedAt } };
  }
}

/** The pin of a run is that of its estate file; a new one needs a new run. */
function whyRefused({ errorType, message }: VSphereError): string {
  if (errorType !== certificateRefused) return message;
  return `the certificate is not the pinned one (${message}); put the former certificate back, or abort, write the new thumbprint into the estate file and start a run for the rest`;
}
