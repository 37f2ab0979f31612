import { allHandlersFinished, condition, patched } from '@temporalio/workflow';
import type { BeforeUpgrade } from '../activities/planning.js';
import { DURATIONS, type DurationKind } from '../domain/durations.js';
import type { VCenterFacts } from '../domain/model/inventory.js';
import type { VCenterStep } from '../domain/model/plan.js';
import type { WhyNot } from '../domain/model/waiting.js';
import { whyNotAloneAt, whyNotNextTier, type TierFacts, type VCenterAfter } from '../domain/safety/index.js';
import { onAuthority, onEither, onTrusted, records } from './activity-proxies.js';
import type { Control, UnitContext } from './context.js';
import type { Step } from './step.js';
import { tellingEnd } from './tell-end.js';
import { Aborted, beginUnit, type Unit } from './unit.js';

export interface UpgradeVCenterInput {
  readonly context: UnitContext;
  readonly step: VCenterStep;
  readonly control: Control;
  /** The run wants to be told of the end by signal. */
  readonly tellsEnd?: boolean;
}

const step = (
  name: string,
  kind: DurationKind,
  waiting: Pick<WhyNot, 'kind' | 'subject' | 'need'>,
): Step => ({
  name,
  kind,
  waiting: {
    ...waiting,
    have: `${name} under way`,
    rule: 'ORD-2',
    normalUpToSeconds: DURATIONS[kind].softWarningSeconds,
    youMay: [],
  },
});

/** What people read while the run waits for them. */
function operatorStep({ vcenter, zone, from, target }: VCenterStep): Step {
  return {
    name: 'upgrade by an operator',
    kind: 'majorUpgrade',
    byPeople: 'expected',
    waiting: {
      kind: 'operator-upgrade',
      subject: vcenter,
      have: `version ${from.version}`,
      need: `version ${target}`,
      rule: zone === 'authority' ? 'ORD-2' : 'ORD-4',
      normalUpToSeconds: DURATIONS.majorUpgrade.softWarningSeconds,
      youMay: [
        {
          who: 'vSphere administrator',
          what: `upgrade ${vcenter} to exactly ${target} with the installer (or reduced downtime upgrade); the run goes on by itself`,
        },
        { who: 'operator', what: 'vta run abort' },
      ],
    },
  };
}

/**
 * One vCenter: backup, archive of the vTA configuration, pre-check, stage, install, wait out the API's absence,
 * verify. To another release line people upgrade it, and the run waits for that instead. Hosts go on working
 * meanwhile: attestation and keys do not pass through it.
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
  const unit = beginUnit(context, vcenter.name, { control: input.control, reportsAll: true });
  const { does, awaits } = onEither(context.queue, context.timeScale);
  const EXECUTORS = { 'appliance-update': updateItself, operator: awaitOperator } as const;
  const tell = (text: string): void =>
    void unit.story.tell('vcenter.phase', vcenter.name, `${vcenter.name}: ${text}`);
  let state: 'done' | 'aborted' = 'done';

  try {
    await unit.checkpoint();
    const before = await records.loadBefore({ planHash: context.planHash });
    if (!planned.alreadyDone) {
      await untilAlone();
      await protect(unit, context, before);
      await EXECUTORS[planned.executor]();
    }
    tell('verifying');
    await unit.untilClear(() => verify(context, planned, before), 'inHand');
    tell(`done, on ${version}`);
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    state = 'aborted';
    tell('not finished, the run is aborted');
  }
  await unit.story.flush();
  await condition(allHandlersFinished);
  return { state };

  /** What others have begun in this vCenter ends first: its services are about to stop. @rule DG-12 */
  async function untilAlone(): Promise<void> {
    if (!patched('alone-at-the-vcenter')) return;
    await unit.untilClear(async () => whyNotAloneAt(await does.lookAtTasks({ vcenter })));
  }

  async function updateItself(): Promise<void> {
    const { warnings } = await precheck();
    tell(
      `pre-check passed${warnings.length > 0 ? `, warnings: ${warnings.join('; ')}` : ''}, staging ${version}`,
    );
    await unit.attempt('staging', 'ORD-2', () => does.startStage({ vcenter, version }));
    await unit.settle(
      step('staging', 'precheckAndStage', {
        kind: 'staging',
        subject: vcenter.name,
        need: `${version} staged`,
      }),
      (patience) => awaits.awaitStage({ vcenter, version, patience }),
    );
    await unit.checkpoint();
    await untilAlone();
    tell(`installing ${version}`);
    await unit.attempt('installing', 'ORD-2', () => does.startInstall({ vcenter, version }));
    await unit.settle(
      step('installing', 'installVCenter', {
        kind: 'installing',
        subject: vcenter.name,
        need: `the API answers with version ${version}`,
      }),
      (patience) => awaits.awaitInstall({ vcenter, version, patience }),
    );
  }

  /** Another release line: people upgrade it, the run waits. Nothing of ours is begun, so nothing has to be undone. */
  async function awaitOperator(): Promise<void> {
    await unit.checkpoint();
    const from = planned.from.version;
    tell(`backup is there; waiting for an operator to upgrade it from ${from} to ${version}`);
    await unit.settle(operatorStep(planned), (patience) =>
      awaits.awaitUpgrade({ vcenter, from, version, patience }),
    );
  }

  /** The appliance's own findings stop the install until they are gone. */
  async function precheck(): Promise<{ warnings: readonly string[] }> {
    let warnings: readonly string[] = [];
    await unit.untilClear(async () => {
      const report = await does.precheckUpdate({ vcenter, version });
      warnings = report.warnings;
      return report.errors.length === 0 ? null : precheckReason(vcenter.name, report.errors);
    });
    return { warnings };
  }
}

function precheckReason(subject: string, errors: readonly string[]): WhyNot {
  return {
    kind: 'operator-decision',
    subject,
    have: `pre-check: ${errors.join('; ')}`,
    need: 'a pre-check without errors',
    rule: 'ORD-2',
    youMay: [
      { who: 'administrator', what: 'remove the causes named by the pre-check' },
      { who: 'operator', what: 'vta run abort' },
    ],
  };
}

/** A vCenter backup alone protects nothing of vTA: most of its configuration lies on the hosts. @rule BAK-1, BAK-3 */
async function protect(unit: Unit, context: UnitContext, before: BeforeUpgrade): Promise<void> {
  const { vcenter } = context;
  const { does, awaits } = onEither(context.queue, context.timeScale);
  const { job } = await unit.attempt('backup', 'BAK-1', () => does.startBackup({ vcenter }));
  await unit.settle(
    step('backup', 'backup', { kind: 'backup', subject: vcenter.name, need: 'a finished file-based backup' }),
    (patience) => awaits.awaitBackup({ vcenter, job, patience }),
  );
  unit.story.tell('vcenter.backup', vcenter.name, `${vcenter.name}: backup ${job} finished`, {
    data: { job },
  });
  if (vcenter.zone !== 'authority') return;
  const { hash } = await unit.attempt('archive of the vTA configuration', 'BAK-3', () =>
    onAuthority(context.queue, context.timeScale).does.archiveConfiguration({
      vcenter,
      cluster: before.authority.cluster,
    }),
  );
  await records.recordConfigurationArchive({ estate: context.estate, hash });
  unit.story.tell('configuration.archived', before.authority.cluster.name, 'vTA configuration archived', {
    data: { hash },
  });
}

/** Version, health, and everything that ties the two sides together, beside what it was before. */
async function verify(
  context: UnitContext,
  planned: VCenterStep,
  before: BeforeUpgrade,
): Promise<WhyNot | null> {
  const { authority, vcenter, timeScale } = context;
  const [now, look] = await Promise.all([
    onEither(context.queue, timeScale).does.readVCenter({ vcenter }),
    onAuthority(authority.queue, timeScale).does.lookAtAuthority({
      vcenter: authority.vcenter,
      cluster: authority.cluster,
    }),
  ]);
  const facts: TierFacts = {
    tier: vcenter.zone === 'authority' ? 'authority-vcenter' : 'trusted-vcenters',
    vcenters: [await afterUpgrade(context, planned, before, now)],
    authorityBefore: before.authority,
    authority: look.facts,
    taHosts: look.taHosts,
    unfinishedHosts: [],
  };
  return whyNotNextTier(facts);
}

async function afterUpgrade(
  context: UnitContext,
  planned: VCenterStep,
  before: BeforeUpgrade,
  now: VCenterFacts,
): Promise<VCenterAfter> {
  const { vcenter, trusted } = context;
  if (vcenter.zone === 'authority') return { step: planned, now };
  const clusters = trusted.find((side) => side.vcenter.name === vcenter.name)?.clusters ?? [];
  const { link, applied } = await onTrusted(context.queue, context.timeScale).does.readTrust({
    vcenter,
    clusters,
  });
  const linkBefore = before.links.find((other) => other.vcenter === vcenter.name);
  return {
    step: planned,
    now,
    ...(linkBefore === undefined ? {} : { linkBefore }),
    linkNow: link,
    appliedConfig: Object.fromEntries(applied.map(({ cluster, health }) => [cluster, health])),
  };
}
