import { Context } from '@temporalio/activity';
import { createApplianceActivities } from '../../src/activities/appliance.js';
import type { VSphereDependencies } from '../../src/activities/dependencies.js';
import type { Patience, Watched } from '../../src/activities/watch.js';
import type { VCenterRef } from '../../src/domain/model/estate.js';
import type { ApplyPolicy } from '../../src/domain/model/inventory.js';
import type { StubFacts } from './stub-facts.js';
import { done, type OnCluster, type StubSteps } from './stub-steps.js';
import { VC_NEW, VC_OLD, type StubWorld } from './stub-world.js';

/** What is done with one vCenter of a stub estate and the policies of its clusters. */
export function stubVCenterActivities(world: StubWorld, facts: StubFacts, steps: StubSteps) {
  const { trouble, policies, commits, versions, effect } = world;
  const { policyOf, vcenterFacts } = facts;
  const { hold } = steps;

  return {
    readPolicy: async ({ cluster }: OnCluster) => policyOf(cluster.name),
    writePlannedPolicy: async ({ cluster, planned }: OnCluster & { planned: { quickBoot: boolean } }) => {
      effect(`policy ${cluster.name} quickBoot=${planned.quickBoot}`);
      policies[cluster.name] = { ...policies[cluster.name], enable_quick_boot: planned.quickBoot };
    },
    restorePolicy: async ({ cluster, original }: OnCluster & { original: ApplyPolicy }) => {
      effect(`restore ${cluster.name}`);
      policies[cluster.name] = { ...original.raw };
    },
    startCommit: async ({ cluster, target }: OnCluster & { target: string }) => {
      effect(`commit ${cluster.name}`);
      commits[cluster.name] = target;
      return {};
    },
    awaitCommit: async () => done({ commit: '2' }),
    startBackup: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => {
      effect(`backup ${name}`);
      return { job: 'job-1' };
    },
    awaitBackup: async ({
      vcenter: { name },
      patience,
    }: {
      vcenter: VCenterRef;
      patience: { handedOver: boolean };
    }): Promise<Watched<object>> => {
      const error = trouble.backupFails?.(name);
      if (error === undefined) return done({});
      if (!patience.handedOver) return { state: 'failed', error };
      return Context.current().cancelled;
    },
    precheckUpdate: async () => ({ errors: [], warnings: [] }),
    startStage: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => effect(`stage ${name}`),
    awaitStage: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => {
      await hold('stage', name);
      return done(null);
    },
    startInstall: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => {
      effect(`install ${name}`);
      versions[name] = VC_NEW;
    },
    awaitInstall: async ({ vcenter: { name }, patience }: { vcenter: VCenterRef; patience: Patience }) =>
      trouble.installTells?.(name, patience) ?? done(VC_NEW),
    // The real wait, over what the vCenter reports here.
    awaitUpgrade: createApplianceActivities({
      vsphere: { appliance: { readVersion: async ({ name }: VCenterRef) => versions[name] ?? VC_OLD } },
      timeScale: 600,
    } as unknown as VSphereDependencies).awaitUpgrade,
    readVCenter: async (input: { vcenter: VCenterRef }) => vcenterFacts(input.vcenter),
  };
}
