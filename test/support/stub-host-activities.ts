import { Context } from '@temporalio/activity';
import type { Watched } from '../../src/activities/watch.js';
import type { VCenterRef } from '../../src/domain/model/estate.js';
import type { EsxHost, HostRef } from '../../src/domain/model/inventory.js';
import { foreignTaskOn } from '../../src/domain/safety/index.js';
import type { StubFacts } from './stub-facts.js';
import { done, type OnCluster, type OnHost, type StubSteps } from './stub-steps.js';
import type { StubWorld } from './stub-world.js';

/** What is done with one host of a stub estate, on either side. */
export function stubHostActivities(world: StubWorld, facts: StubFacts, steps: StubSteps) {
  const { trouble, policies, byRef, effect } = world;
  const { attestationOf, hostFacts, clusterFacts } = facts;
  const { hold, taskList, store } = steps;

  return {
    surveyTroubles: async () => store([]),
    readTroubles: async ({ host }: { host?: HostRef }) => [`task of ${host?.name ?? 'the vCenter'} failed`],
    lookAtTasks: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => taskList(name),
    lookAtHost: async ({ host, withTasks }: OnHost & { withTasks?: boolean }) => {
      await hold('guards', host.name);
      const cluster = clusterFacts(byRef(host).cluster.name);
      return {
        host: hostFacts(byRef(host)),
        clusterHosts: cluster.hosts,
        ...(withTasks === true ? foreignTaskOn(taskList(host.vcenter), cluster) : {}),
      };
    },
    startMaintenance: async ({ host }: OnHost) => {
      effect(`enter ${host.name}`);
      const error = trouble.evacuationFails?.(host.name);
      if (error === undefined) byRef(host).inMaintenance = true;
      return error === undefined ? {} : { task: { kind: 'vim' as const, id: error } };
    },
    awaitMaintenance: async ({
      host,
      task,
      patience,
    }: OnHost & { task?: { id: string }; patience: { handedOver: boolean } }): Promise<
      Watched<{ inMaintenance: boolean }>
    > => {
      await hold('evacuation', host.name);
      await Promise.race([trouble.evacuation?.(host.name), Context.current().cancelled]);
      if (byRef(host).inMaintenance) return done({ inMaintenance: true });
      if (!patience.handedOver) return { state: 'failed', error: task?.id ?? 'failed' };
      return Context.current().cancelled;
    },
    awaitTurn: async () => done({ isFree: true }),
    startRemediation: async ({ host, cluster, target }: OnHost & OnCluster & { target: string }) => {
      const refusal = trouble.remediationRefused?.(host.name);
      if (refusal !== undefined) throw refusal;
      effect(`apply ${host.name}`);
      if (trouble.remediationFails?.(host.name) !== undefined) return {};
      const it = byRef(host);
      it.version = target;
      it.boots++;
      it.bootType = policies[cluster.name]?.['enable_quick_boot'] === true ? 'quick' : 'full';
      if (it.bootType === 'full') it.measured = target;
      return {};
    },
    awaitRemediation: async ({
      host,
      target,
      patience,
    }: OnHost & { target: string; patience: { handedOver: boolean } }): Promise<Watched<EsxHost>> => {
      await hold('remediation', host.name);
      const it = byRef(host);
      if (it.version === target) return done(hostFacts(it));
      if (!patience.handedOver)
        return { state: 'failed', error: trouble.remediationFails?.(host.name) ?? 'failed' };
      // Whoever repairs the host by hand writes its version here.
      for (;;) {
        await Context.current().sleep(50);
        if (it.version === target) return done(hostFacts(it));
      }
    },
    readBoot: async ({ host }: OnHost) => {
      const { bootTime = '', boot } = hostFacts(byRef(host));
      return { bootTime, boot, readAtMs: Date.now() };
    },
    startReboot: async ({ host, from }: OnHost & { from: { bootTime: string } }) => {
      const it = byRef(host);
      if (hostFacts(it).bootTime !== from.bootTime) return {};
      effect(`reboot ${host.name}`);
      if (trouble.rebootFails?.(host.name) !== undefined) return {};
      const isQuick =
        trouble.rebootsQuickly?.(host.name) ?? policies[it.cluster.name]?.['enable_quick_boot'] === true;
      it.boots++;
      it.bootType = isQuick ? 'quick' : 'full';
      if (!isQuick) it.measured = it.version;
      return {};
    },
    awaitReboot: async ({
      host,
      from,
      patience,
    }: OnHost & { from: { bootTime: string }; patience: { handedOver: boolean } }): Promise<
      Watched<EsxHost>
    > => {
      await hold('reboot', host.name);
      const it = byRef(host);
      if (hostFacts(it).bootTime !== from.bootTime) return done(hostFacts(it));
      if (!patience.handedOver)
        return { state: 'failed', error: trouble.rebootFails?.(host.name) ?? 'failed' };
      return Context.current().cancelled;
    },
    awaitUpgradeByHand: async ({ host, target }: OnHost & { target: string }) => {
      effect(`by hand ${host.name}`);
      const it = byRef(host);
      it.version = target;
      it.measured = target;
      it.bootType = 'full';
      it.boots++;
      return done(hostFacts(it));
    },
    awaitAttestation: async ({ host }: OnHost) => {
      await hold('attestation', host.name);
      return done(attestationOf(byRef(host)));
    },
    startExitMaintenance: async ({ host }: OnHost) => {
      effect(`exit ${host.name}`);
      byRef(host).inMaintenance = false;
      return {};
    },
    awaitExitMaintenance: async ({ host }: OnHost) => {
      await hold('exit', host.name);
      return done({ inMaintenance: false });
    },
  };
}
