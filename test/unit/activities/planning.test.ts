import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { putJson } from '../../../src/activities/json-blobs.js';
import { createPlanningActivities } from '../../../src/activities/planning.js';
import { planHashInput } from '../../../src/domain/canonical-json.js';
import { checkPlan } from '../../../src/domain/plan-check/index.js';
import type { EstateInventory } from '../../../src/domain/model/inventory.js';
import type { UpgradePlan, UpgradeRequest } from '../../../src/domain/model/plan.js';
import {
  anEstate,
  anInventory,
  aRequest,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  NEW_VC,
  NOT_ATTESTED,
} from '../../support/builders.js';
import { inActivity } from '../../support/fake-vsphere.js';
import { memoryRecords } from '../../support/memory-records.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

const unattested = anInventory({
  clusters: [
    aWorkloadCluster([
      aTrustedHost('esx-1'),
      aTrustedHost('esx-2', { attestation: NOT_ATTESTED }),
      aTrustedHost('esx-3'),
    ]),
  ],
});

/** Plans for this inventory, as the orchestration zone does it. */
async function planned(
  inventory: EstateInventory = anInventory(),
  requestedBy = 'ina',
  change: Partial<UpgradeRequest> = {},
) {
  const [records, blobs] = [memoryRecords(), memoryBlobs()];
  const activities = createPlanningActivities({ records: records.port, blobs });
  const inventoryHash = await putJson(blobs, inventory);
  const answer = await inActivity(activities.makePlan, {
    estate: anEstate(),
    estateHash: 'e57a7e',
    inventoryHash,
    request: aRequest(change),
    requestedBy,
  });
  const text = new TextDecoder().decode(await blobs.get(answer.planHash));
  const plan = JSON.parse(text) as UpgradePlan;
  return { activities, answer, inventoryHash, plan, records, text };
}

describe('makePlan', () => {
  it('stores the plan under its own hash, as the very text that is hashed', async () => {
    const { answer, plan, text } = await planned();
    expect(createHash('sha256').update(text).digest('hex')).toBe(answer.planHash);
    expect(text).toBe(planHashInput(plan));
    expect(plan.estateHash).toBe('e57a7e');
  });

  it('the same inventory gives the same plan, whoever asks', async () => {
    const [one, other] = await Promise.all([planned(anInventory(), 'ina'), planned(anInventory(), 'otto')]);
    expect(one.answer.planHash).toBe(other.answer.planHash);
  });

  it('a healthy estate has no blockers, and the independent check agrees', async () => {
    const { answer, plan } = await planned();
    expect(answer.blockers).toBe(0);
    expect(checkPlan(plan, anInventory(), anEstate())).toEqual([]);
  });

  it('INV-4: a host that is not attested blocks; the counts are those of the findings', async () => {
    const { answer, plan } = await planned(unattested);
    const findings = [...plan.findings, ...checkPlan(plan, unattested, anEstate())];
    const count = (severity: string) => findings.filter((f) => f.severity === severity).length;
    expect(answer.blockers).toBeGreaterThan(0);
    expect(answer).toMatchObject({ blockers: count('blocker'), warnings: count('warning') });
  });

  it('remembers who asked, from which inventory, with the same counts', async () => {
    const { answer, inventoryHash, records } = await planned(unattested);
    expect(await records.port.getPlan(answer.planHash)).toMatchObject({
      hash: answer.planHash,
      estate: 'sample',
      createdBy: 'ina',
      inventoryHash,
      blockers: answer.blockers,
      warnings: answer.warnings,
    });
  });
});

describe('reading a plan', () => {
  it('the outline names vCenters and clusters of each tier, hosts only by number', async () => {
    const { activities, answer, plan } = await planned();
    const outline = await inActivity(activities.loadPlanOutline, {
      planHash: answer.planHash,
      runId: 'run-1',
      estate: 'sample',
      requestedBy: 'ina',
    });
    expect(outline.authorityVCenters.map(({ vcenter }) => vcenter)).toEqual(['vc-authority']);
    expect(outline.trustedVCenters.map(({ vcenter }) => vcenter)).toEqual(['vc-trusted']);
    expect(outline.authorityClusters).toMatchObject([{ cluster: { name: 'authority' }, hostCount: 3 }]);
    expect(outline.trustedClusters).toMatchObject([
      { cluster: { name: 'workload' }, target: NEW, hostCount: 4 },
    ]);
    expect(JSON.stringify(outline)).not.toContain('esx-1');
    expect(outline.status).toMatchObject({ runId: 'run-1', planHash: answer.planHash, requestedBy: 'ina' });
    expect(outline.status.gates.map(({ id }) => id)).toEqual(plan.gates.map(({ id }) => id));
  });

  it('DG-2: the people at the first gate read every tier, the forecast and the number of warnings', async () => {
    const { activities, answer } = await planned();
    const { summary } = await inActivity(activities.loadPlanOutline, {
      planHash: answer.planHash,
      runId: 'run-1',
      estate: 'sample',
      requestedBy: 'ina',
    });
    expect(summary.slice(0, 4)).toEqual([
      `tier 1 authority-vcenter: vc-authority to ${NEW_VC}`,
      `tier 2 authority-hosts: authority: 3 hosts to ${NEW}`,
      `tier 3 trusted-vcenters: vc-trusted to ${NEW_VC}`,
      `tier 4 trusted-hosts: workload: 4 hosts to ${NEW}`,
    ]);
    expect(summary.at(-1)).toMatch(new RegExp(`^forecast \\d+\\.\\d h, ${answer.warnings} warnings$`));
  });

  it('ORD-6: the first gate shows the business reason of a narrower plan, and what it leaves out', async () => {
    const only = { tiers: ['trusted-hosts'] as const, reason: 'hardware support' };
    const { activities, answer } = await planned(anInventory(), 'ina', { only });
    const { summary, status } = await inActivity(activities.loadPlanOutline, {
      planHash: answer.planHash,
      runId: 'run-1',
      estate: 'sample',
      requestedBy: 'ina',
    });
    expect(summary.slice(0, 2)).toEqual([
      'narrower plan, outside the recommended order, because: hardware support',
      'left as it is: vcenter vc-authority, cluster authority, vcenter vc-trusted',
    ]);
    expect(status.gates[0]).toMatchObject({ id: 'begin', rule: 'ORD-6' });
    expect(status.gates[0]?.title).toContain('hardware support');
  });

  it('one cluster comes with its hosts; one that the plan lacks is an error', async () => {
    const { activities, answer } = await planned();
    const load = (cluster: string) =>
      inActivity(activities.loadClusterStep, {
        planHash: answer.planHash,
        vcenter: 'vc-trusted',
        cluster,
      });
    expect((await load('domain-c1')).hosts).toHaveLength(4);
    await expect(load('domain-c9')).rejects.toThrow('has no cluster domain-c9');
  });

  it('DG-13: what tiers are compared with afterwards comes from the plan’s own inventory', async () => {
    const { activities, answer } = await planned();
    const inventory = anInventory();
    expect(await inActivity(activities.loadBefore, { planHash: answer.planHash })).toEqual({
      authority: inventory.authority.facts,
      links: inventory.trusted.map(({ link }) => link),
      withoutFile: [],
    });
    await expect(inActivity(activities.loadBefore, { planHash: 'unknown' })).rejects.toThrow(
      'plan unknown is not in the records',
    );
  });
});
