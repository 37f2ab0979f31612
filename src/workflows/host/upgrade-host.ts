import { condition, getExternalWorkflowHandle, setHandler, workflowInfo } from '@temporalio/workflow';
import { isHiddenBoot, ledgerAfterBoot, observedBoot } from '../../domain/attestation/index.js';
import type { EsxHost, LedgerRow } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import { isHostDone, whyNotNow } from '../../domain/safety/index.js';
import { onEither, onTrusted } from '../activity-proxies.js';
import { imageTrustedSignal, testHostReadySignal } from '../messages.js';
import { Aborted, beginUnit } from '../unit.js';
import { createGuards } from './guards.js';
import type { HostResult, UpgradeHostInput } from './input.js';
import { untilItMayLeave } from './leave-maintenance.js';
import { beginHostProgress } from './progress.js';
import { steps } from './steps.js';

/**
 * One ESXi host from its present version to the plan's: guards, evacuation, remediation, attestation, back to work.
 * The workflow's ID is the lock on the host.
 *
 * @rule ORD-7, ORD-8, DG-7, DG-8, DG-9, QB-3
 */
export async function upgradeHost(input: UpgradeHostInput): Promise<HostResult> {
  const { context, step, commit } = input;
  const { vcenter } = context;
  const { host, cluster, target } = step;
  const progress = beginHostProgress(step);
  const unit = beginUnit(context, host.name, {
    control: input.control,
    onWaiting: progress.waiting,
    telling: () => ({ progress: progress.current }),
  });
  let isImageTrusted = !step.isTestHost;
  setHandler(imageTrustedSignal, () => {
    isImageTrusted = true;
  });
  const { does, awaits } = onEither(context.queue, context.timeScale);
  const guards = createGuards(input);
  const on = { vcenter, host };
  const tell = (text: string, ledger?: LedgerRow): void => {
    const more = {
      data: { phase: progress.current.phase },
      progress: { ...progress.current, timings: unit.timings },
    };
    unit.story.tell(
      'host.phase',
      host.name,
      text,
      ledger === undefined ? more : { ...more, ledger: [ledger] },
    );
  };

  try {
    progress.phase('guards');
    await unit.untilClear(async () => whyNotNow(step, await guards.look()));
    const before = guards.last();
    const hostBefore = known(before.host);
    progress.began(hostBefore, before.ledgerRow);

    progress.phase('evacuating');
    guards.begun();
    const entering = await unit.attempt('entering maintenance mode', 'ORD-8', () =>
      does.startMaintenance(on),
    );
    await unit.settle(
      steps.evacuation(host.name),
      (patience) => awaits.awaitMaintenance({ ...on, ...entering, patience }),
      () => tell(`${host.name}: guards passed, entering maintenance mode`),
    );

    progress.phase('remediating');
    const { seen, report } = step.executor === 'operator' ? await byHand() : await byImage();
    const booted = { ...seen, boot: observedBoot(hostBefore, seen) };
    const oldReport = isHiddenBoot(hostBefore, seen) ? report : undefined;
    let row = ledgerAfterBoot(before.ledgerRow ?? firstRow(step, hostBefore), {
      installed: target,
      boot: booted.boot,
      at: new Date().toISOString(),
    });
    progress.booted(booted, row);

    if (step.role === 'trusted') {
      if (!isImageTrusted) {
        progress.phase('exporting-image');
        tell(`${host.name}: on ${target} after a ${booted.boot.type} boot; its base image is taken`, row);
        await parentHandle().signal(testHostReadySignal);
        await condition(() => isImageTrusted || unit.control.aborting);
        if (!isImageTrusted) throw new Aborted();
      }
      progress.phase('attesting');
      const attestation = await unit.settle(
        steps.attestation(host.name),
        (patience) =>
          onTrusted(context.queue, context.timeScale).awaits.awaitAttestation({
            ...on,
            ...(oldReport === undefined ? {} : { oldReport }),
            patience,
          }),
        () =>
          tell(`${host.name}: on ${target} after a ${booted.boot.type} boot, waiting for attestation`, row),
      );
      progress.attested(attestation);
      guards.ledger(row);
      guards.outdate(oldReport);
      row = await untilItMayLeave(unit, step, guards, row);
    }

    progress.phase('leaving-maintenance');
    const leaving = await unit.attempt('leaving maintenance mode', 'DG-9', () =>
      does.startExitMaintenance(on),
    );
    await unit.settle(
      steps.exit(host.name),
      (patience) => awaits.awaitExitMaintenance({ ...on, ...leaving, patience }),
      () => tell(`${host.name}: leaving maintenance mode`, row),
    );

    progress.phase('verifying');
    await unit.untilClear(async () => isHostDone(step, await guards.look()), 'inHand');
    row = withLateEvidence(row, known(guards.last().host));
    progress.ended('done');
    tell(`${host.name}: done, on ${target}`, row);
    await unit.story.flush();
    return { result: 'done', ledgerRow: row };
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    return leave();
  }

  /** vLCM remediates the host; answers it as it came back, and the time of its report before. */
  async function byImage(): Promise<{ seen: EsxHost; report: string | undefined }> {
    const sharing = (input.atOnce ?? 1) > 1 ? { sharesCluster: true } : {};
    // vLCM works on one host of a cluster at a time; the others wait in maintenance mode.
    if (sharing.sharesCluster === true)
      await unit.settle(steps.turn(host.name), (patience) =>
        awaits.awaitTurn({ ...on, cluster, ...sharing, patience }),
      );
    const applying = await unit.attempt('remediation', 'IMG-2', () =>
      does.startRemediation({ ...on, cluster, commit, target, ...sharing }),
    );
    const seen = await unit.settle(
      steps.remediation(host.name, step),
      (patience) => awaits.awaitRemediation({ ...on, ...applying, cluster, commit, target, patience }),
      () => tell(`${host.name}: in maintenance mode, remediating to ${target} (${step.boot} boot)`),
    );
    return { seen, report: applying.oldReport };
  }

  /** A person does, in the maintenance mode that the run holds. */
  async function byHand(): Promise<{ seen: EsxHost; report: undefined }> {
    const seen = await unit.settle(
      steps.upgradeByHand(host.name, step),
      (patience) => awaits.awaitUpgradeByHand({ ...on, target, patience }),
      () => tell(`${host.name}: in maintenance mode, to be upgraded to ${target} by hand`),
    );
    return { seen, report: undefined };
  }

  async function leave(): Promise<HostResult> {
    const { phase } = progress.current;
    if (phase === 'guards') {
      progress.ended('planned');
      tell(`${host.name}: not started, the run ends early`);
      await unit.story.flush();
      return { result: 'not-started' };
    }
    const text = `${host.name} was left while ${phase}, as the run ended early; it is or may be in maintenance mode`;
    progress.left(text);
    tell(text);
    await unit.story.flush();
    return { result: 'left', text };
  }
}

function known(host: EsxHost | null): EsxHost {
  // The guards let nothing pass that could not be read.
  if (host === null) throw new Error('a host passed its guards without being read');
  return host;
}

/** Events that tell how it booted may come minutes after the boot. @rule DG-3 */
function withLateEvidence(row: LedgerRow, { boot }: EsxHost): LedgerRow {
  if (row.boot.type !== 'unknown' || row.installed === undefined) return row;
  return ledgerAfterBoot(row, { installed: row.installed, boot, at: row.at });
}

function firstRow(step: HostStep, host: EsxHost): LedgerRow {
  const { installed, measured } = step.expects;
  return {
    host: step.host,
    installed,
    ...(measured === undefined ? {} : { measured }),
    boot: host.boot,
    at: new Date().toISOString(),
  };
}

function parentHandle() {
  const { parent } = workflowInfo();
  if (parent === undefined) throw new Error('a test host is upgraded by its qualification');
  return getExternalWorkflowHandle(parent.workflowId);
}
