import { condition, patched } from '@temporalio/workflow';
import { isHiddenBoot, ledgerAfterBoot, observedBoot } from '../../domain/attestation/index.js';
import type { HostSafePoint } from '../../domain/model/decision.js';
import type { EsxHost, LedgerRow } from '../../domain/model/inventory.js';
import { isHostDone, whyNotKnown, whyNotNow } from '../../domain/safety/index.js';
import { onEither, onTrusted } from '../activity-proxies.js';
import { testHostReadySignal } from '../messages.js';
import { Aborted, type Unit } from '../unit.js';
import type { createGuards } from './guards.js';
import type { UpgradeHostInput } from './input.js';
import { afterBoot, firstRow, hostBefore, known, withLateEvidence, type Journey } from './journey.js';
import { untilItMayLeave } from './leave-maintenance.js';
import { parentHandle } from './parks.js';
import type { beginHostProgress } from './progress.js';
import { rebootFully } from './reboot.js';
import { steps, untrustedImage } from './steps.js';

interface Travelling {
  readonly input: UpgradeHostInput;
  readonly unit: Unit;
  readonly guards: ReturnType<typeof createGuards>;
  readonly progress: ReturnType<typeof beginHostProgress>;
  readonly journey: Journey;
  readonly tell: (text: string, ledger?: LedgerRow) => void;
}

/** The stages of a host's upgrade by the safe point each begins at; a stage answers the row of the ledger, if any. */
export function createStages({
  input,
  unit,
  guards,
  progress,
  journey,
  tell,
}: Travelling): Record<HostSafePoint, () => Promise<LedgerRow | undefined>> {
  const { context, step, commit } = input;
  const { vcenter } = context;
  const { host, cluster, target } = step;
  const { does, awaits } = onEither(context.queue, context.timeScale);
  const on = { vcenter, host };
  const isReboot = step.executor === 'reboot';

  return { guards: passGuards, evacuation, remediation, attestation, exit };

  async function passGuards(): Promise<undefined> {
    progress.phase('guards');
    const look = async () => whyNotNow(step, await guards.look());
    await unit.untilClear(look, journey.hasBegun ? 'inHand' : undefined);
    journey.before ??= guards.last();
    progress.began(hostBefore(journey), journey.before.ledgerRow);
  }

  async function evacuation(): Promise<undefined> {
    if (journey.isGivenBack) return;
    progress.phase('evacuating');
    journey.hasBegun = true;
    guards.begun();
    await unit.work(
      steps.evacuation(host.name),
      {
        what: 'entering maintenance mode',
        rule: 'ORD-8',
        call: async (again) => {
          if (again !== undefined) await untilItMayGoOn();
          return does.startMaintenance(on);
        },
      },
      (entering, patience) => awaits.awaitMaintenance({ ...on, ...entering, patience }),
      () => tell(`${host.name}: guards passed, entering maintenance mode`),
    );
  }

  async function remediation(): Promise<LedgerRow> {
    progress.phase(isReboot ? 'rebooting' : 'remediating');
    const seen = await (step.executor === 'operator' ? byHand : isReboot ? byReboot : byImage)();
    const before = hostBefore(journey);
    const booted = { ...seen, boot: observedBoot(before, seen) };
    const known = journey.row ?? journey.before?.ledgerRow ?? firstRow(step, before);
    // A boot that a person has confirmed, or that was seen before, is not forgotten when it is looked at again.
    const isSeen = journey.row !== undefined && journey.booted?.bootTime === booted.bootTime;
    const row = isSeen
      ? known
      : ledgerAfterBoot(known, { installed: target, boot: booted.boot, at: new Date().toISOString() });
    if (!isHiddenBoot(before, seen)) delete journey.report;
    journey.booted = booted;
    journey.row = row;
    progress.booted(booted, row);
    return row;
  }

  async function attestation(): Promise<LedgerRow> {
    const { booted, row } = afterBoot(journey);
    if (step.role !== 'trusted') return row;
    if (step.isRegular) {
      journey.row = await untilItMayLeave(unit, step, guards, row);
      return journey.row;
    }
    const { report } = journey;
    if (!journey.isImageTrusted) {
      progress.phase('exporting-image');
      progress.waitsForImage(untrustedImage(target));
      tell(`${host.name}: on ${target} after a ${booted.boot.type} boot; its base image is taken`, row);
      await parentHandle().signal(testHostReadySignal);
      await condition(() => journey.isImageTrusted || unit.control.aborting);
      if (!journey.isImageTrusted) throw new Aborted();
      progress.waiting(null);
    }
    progress.phase('attesting');
    await untilKnown(row, report);
    const attested = await unit.settle(
      steps.attestation(host.name),
      (patience) =>
        onTrusted(context.queue, context.timeScale).awaits.awaitAttestation({
          ...on,
          ...(report === undefined ? {} : { oldReport: report }),
          patience,
        }),
      () => tell(`${host.name}: on ${target} after a ${booted.boot.type} boot, waiting for attestation`, row),
    );
    progress.attested(attested);
    guards.ledger(row);
    guards.outdate(report);
    if (patched('missing-image-is-told')) {
      const { attestedAt = 'unknown', attestedUntil = 'unknown' } = attested;
      tell(`${host.name}: attested at ${attestedAt}, valid until ${attestedUntil}`, row);
    }
    journey.row = await untilItMayLeave(unit, step, guards, row);
    return journey.row;
  }

  /** @rule ATT-1, ATT-3 */
  async function untilKnown(row: LedgerRow, report: string | undefined): Promise<void> {
    if (!patched('missing-image-is-told')) return;
    guards.ledger(row);
    guards.outdate(report);
    await unit.untilClear(async () => whyNotKnown(step, await guards.look()), 'inHand');
  }

  async function exit(): Promise<LedgerRow> {
    const { row } = afterBoot(journey);
    progress.phase('leaving-maintenance');
    await unit.work(
      steps.exit(host.name),
      {
        what: 'leaving maintenance mode',
        rule: 'DG-9',
        call: async (again) => {
          if (again !== undefined && step.role === 'trusted' && patched('guards-before-retry'))
            journey.row = await untilItMayLeave(unit, step, guards, row);
          return does.startExitMaintenance(on);
        },
      },
      (leaving, patience) => awaits.awaitExitMaintenance({ ...on, ...leaving, patience }),
      () => tell(`${host.name}: leaving maintenance mode`, row),
    );

    progress.phase('verifying');
    await unit.untilClear(async () => isHostDone(step, await guards.look()), 'inHand');
    const last = withLateEvidence(afterBoot(journey).row, known(guards.last().host));
    progress.ended('done');
    tell(`${host.name}: done, on ${target}`, last);
    return last;
  }

  /**
   * The evacuation may have taken an hour, in which attestation was lost elsewhere: the guards look again. One that a
   * person has brought to its version meanwhile is not booted any more.
   *
   * @rule DG-7, DG-8
   */
  async function untilItMayBoot(): Promise<void> {
    if (journey.isGivenBack || !patched('guards-before-apply')) return;
    await untilClear();
  }

  /**
   * A host may have been parked for days, or given back without a look at its guards, before somebody has a step done
   * again: what is ordered then is guarded as the first time.
   *
   * @rule DG-7, DG-8
   */
  async function untilItMayGoOn(): Promise<void> {
    if (patched('guards-before-retry')) await untilClear();
  }

  async function untilClear(): Promise<void> {
    await unit.untilClear(async () => {
      const facts = await guards.look();
      return facts.host?.installed === target && !isReboot ? null : whyNotNow(step, facts);
    }, 'inHand');
  }

  /** vLCM remediates the host; answers it as it came back. A host given back is only looked at. */
  async function byImage(): Promise<EsxHost> {
    // vLCM works on one host of a cluster at a time; the others wait in maintenance mode.
    if ((input.atOnce ?? 1) > 1)
      await unit.settle(steps.turn(host.name), (patience) =>
        awaits.awaitTurn({ ...on, cluster, commit, target, patience }),
      );
    await untilItMayBoot();
    const sinceMs = Date.now();
    return unit.work(
      steps.remediation(host.name, step),
      {
        what: 'remediation',
        rule: 'IMG-2',
        call: async (repeated) => {
          const decided = repeated ?? journey.again;
          const isLook = journey.isGivenBack;
          // Only the first look after a take-over starts nothing.
          journey.isGivenBack = false;
          if (isLook) return {};
          if (repeated !== undefined) await untilItMayGoOn();
          const again = decided === undefined ? {} : { again: decided };
          const asked = { ...on, cluster, commit, target, sinceMs, ...again };
          const applying = await does.startRemediation(asked);
          if (applying.oldReport !== undefined) journey.report = applying.oldReport;
          return applying;
        },
      },
      (applying, patience) =>
        awaits.awaitRemediation({ ...on, ...applying, cluster, commit, target, patience }),
      () => tell(`${host.name}: in maintenance mode, remediating to ${target} (${step.boot} boot)`),
    );
  }

  /** Its image stays: it only boots. */
  function byReboot(): Promise<EsxHost> {
    const announce = () => tell(`${host.name}: in maintenance mode, rebooting for a full boot on ${target}`);
    return rebootFully({ context, step, unit, journey, on, untilItMayBoot, announce });
  }

  /** A person does, in the maintenance mode that the run holds. */
  async function byHand(): Promise<EsxHost> {
    await untilItMayBoot();
    return unit.settle(
      steps.upgradeByHand(host.name, step),
      (patience) => awaits.awaitUpgradeByHand({ ...on, target, patience }),
      () => tell(`${host.name}: in maintenance mode, to be upgraded to ${target} by hand`),
    );
  }
}
