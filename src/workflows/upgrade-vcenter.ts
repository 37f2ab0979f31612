import { allHandlersFinished, condition, patched } from '@temporalio/workflow';
import type { BeforeUpgrade } from '../activities/planning.js';
import { VCENTER_SAFE_POINTS, type VCenterSafePoint } from '../domain/model/decision.js';
import type { ClusterRef } from '../domain/model/inventory.js';
import type { VCenterStep } from '../domain/model/plan.js';
import { whyNotAloneAt, whyNotByPeople } from '../domain/safety/index.js';
import { onEither, records } from './activity-proxies.js';
import { keep, untilProtected } from './archive.js';
import type { Control, UnitContext } from './context.js';
import { tellingEnd } from './tell-end.js';
import { Aborted, beginUnit, Decided, type Unit } from './unit.js';
import { vcenterParkable } from './vcenter/parks.js';
import { remediateTrust } from './vcenter/remediate.js';
import { operatorStep, precheckReason, step } from './vcenter/steps.js';
import { verify } from './vcenter/verify.js';

export interface UpgradeVCenterInput {
  readonly context: UnitContext;
  readonly step: VCenterStep;
  readonly control: Control;
  /** The run wants to be told of the end by signal. */
  readonly tellsEnd?: boolean;
}

/**
 * One vCenter: backup, archive of the vTA configuration, pre-check, stage, install, wait out the API's absence,
 * verify. To another release line people upgrade it, and the run waits for that instead. Hosts go on working
 * meanwhile: attestation and keys do not pass through it. Each stage is a safe point and looks before it acts.
 *
 * @rule ORD-2, ORD-4, BAK-1, BAK-3, DG-13
 */
export async function upgradeVCenter(input: UpgradeVCenterInput): Promise<{ state: 'done' | 'aborted' }> {
  return tellingEnd(input, () => upgrade(input));
}

async function upgrade(input: UpgradeVCenterInput): Promise<{ state: 'done' | 'aborted' }> {
  const { context, step: planned } = input;
  const { vcenter } = context;
  const version = planned.target;
  let at: VCenterSafePoint = 'backup';
  let warnings: readonly string[] = [];
  const unit = beginUnit(context, vcenter.name, {
    control: input.control,
    reportsAll: true,
    parkable: vcenterParkable(context, () => at),
  });
  const { does, awaits } = onEither(context.queue, context.timeScale);
  const tell = (text: string): void =>
    void unit.story.tell('vcenter.phase', vcenter.name, `${vcenter.name}: ${text}`);
  let state: 'done' | 'aborted' = 'done';

  try {
    await unit.checkpoint();
    const before = await records.loadBefore({ planHash: context.planHash });
    const stages: Record<VCenterSafePoint, () => Promise<void>> = {
      backup: async () => {
        await untilAlone();
        await protect(unit, context, before);
      },
      precheck,
      stage,
      install: planned.executor === 'operator' ? awaitOperator : install,
      verify: async () => {
        tell('verifying');
        const diverged = await untilVerified(before);
        if (diverged.length === 0) return;
        await remediateTrust(context, unit, diverged);
        // What has diverged again is nothing that another remediation would mend.
        await untilVerified(before, { mayRemediate: false });
      },
    };
    if (planned.alreadyDone) at = 'verify';
    await travel(stages);
    tell(`done, on ${version}`);
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    state = 'aborted';
    tell('not finished, the run is aborted');
  }
  await unit.story.flush();
  await condition(allHandlersFinished);
  return { state };

  /** Waits for everything that the run does not mend; answers the trusted clusters that it may remediate. @rule DG-13 */
  async function untilVerified(
    before: BeforeUpgrade,
    { mayRemediate } = { mayRemediate: true },
  ): Promise<readonly ClusterRef[]> {
    let found: readonly ClusterRef[] = [];
    await unit.untilClear(async () => {
      const { why, diverged } = await verify(context, planned, before);
      found = mayRemediate && diverged.length > 0 && patched('remediation-at-a-gate') ? diverged : [];
      return found.length > 0 ? null : why;
    }, 'inHand');
    return found;
  }

  /** What others have begun in this vCenter ends first: its services are about to stop. @rule DG-12 */
  async function untilAlone(): Promise<void> {
    if (!patched('alone-at-the-vcenter')) return;
    await unit.untilClear(async () => whyNotAloneAt(await does.lookAtTasks({ vcenter })));
  }

  /** From where it stands to the end, again from a safe point when somebody decides so. */
  async function travel(stages: Record<VCenterSafePoint, () => Promise<void>>): Promise<void> {
    const route = VCENTER_SAFE_POINTS.filter(
      // People have their own pre-check and way of installing.
      (point) => planned.executor !== 'operator' || (point !== 'precheck' && point !== 'stage'),
    );
    for (;;) {
      try {
        for (const point of route.slice(Math.max(0, route.indexOf(at)))) {
          if (at !== point) await unit.stoodBetweenSteps();
          at = point;
          await stages[point]();
        }
        return;
      } catch (error) {
        if (!(error instanceof Decided)) throw error;
        const { choice, from, by } = error.decision;
        tell(`${choice}${from === undefined ? '' : ` ${from}`}, by ${by}`);
        // What a person did while it was in his hands is verified, nothing is begun.
        at = choice === 'give-back' ? 'verify' : (route.find((point) => point === from) ?? at);
      }
    }
  }

  /** The appliance's own findings stop the install until they are gone. */
  async function precheck(): Promise<void> {
    await unit.untilClear(async () => {
      const report = await does.precheckUpdate({ vcenter, version });
      warnings = report.warnings;
      return report.errors.length === 0 ? null : precheckReason(vcenter.name, report.errors);
    });
  }

  async function stage(): Promise<void> {
    tell(
      `pre-check passed${warnings.length > 0 ? `, warnings: ${warnings.join('; ')}` : ''}, staging ${version}`,
    );
    await unit.work(
      step('staging', 'precheckAndStage', {
        kind: 'staging',
        subject: vcenter.name,
        need: `${version} staged`,
      }),
      { what: 'staging', rule: 'ORD-2', call: () => does.startStage({ vcenter, version }) },
      (_, patience) => awaits.awaitStage({ vcenter, version, patience }),
    );
  }

  async function install(): Promise<void> {
    await unit.checkpoint();
    await untilAlone();
    tell(`installing ${version}`);
    await unit.work(
      step('installing', 'installVCenter', {
        kind: 'installing',
        subject: vcenter.name,
        need: `the API answers with version ${version}`,
      }),
      { what: 'installing', rule: 'ORD-2', call: () => does.startInstall({ vcenter, version }) },
      (_, patience) => awaits.awaitInstall({ vcenter, version, patience }),
    );
  }

  /** Another release line: people upgrade it, the run waits. Nothing of ours is begun, so nothing has to be undone. */
  async function awaitOperator(): Promise<void> {
    await unit.checkpoint();
    if (patched('checks-before-people')) {
      await untilAlone();
      await unit.untilClear(async () => whyNotByPeople(planned, await does.readVCenter({ vcenter })));
    }
    const from = planned.from.version;
    tell(`backup is there; waiting for an operator to upgrade it from ${from} to ${version}`);
    await unit.settle(operatorStep(planned), (patience) =>
      awaits.awaitUpgrade({ vcenter, from, version, patience }),
    );
  }
}

/** A vCenter backup alone protects nothing of vTA: most of its configuration lies on the hosts. @rule BAK-1, BAK-3 */
async function protect(unit: Unit, context: UnitContext, before: BeforeUpgrade): Promise<void> {
  const { vcenter } = context;
  const { does, awaits } = onEither(context.queue, context.timeScale);
  let job = '';
  await unit.work(
    step('backup', 'backup', { kind: 'backup', subject: vcenter.name, need: 'a finished file-based backup' }),
    {
      what: 'backup',
      rule: 'BAK-1',
      call: async () => {
        ({ job } = await does.startBackup({ vcenter }));
      },
    },
    (_, patience) => awaits.awaitBackup({ vcenter, job, patience }),
  );
  unit.story.tell('vcenter.backup', vcenter.name, `${vcenter.name}: backup ${job} finished`, {
    data: { job },
  });
  if (vcenter.zone !== 'authority') return;
  await keep(unit, context, before.authority.cluster);
  if (patched('archive-of-both-sides')) await untilProtected(unit, context, before);
}
