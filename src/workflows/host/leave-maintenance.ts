import { patched } from '@temporalio/workflow';
import { contradictions, ledgerAfterBoot } from '../../domain/attestation/index.js';
import type { BootEvidence, LedgerRow } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import { gateIds } from '../../domain/planning/gates.js';
import { bootSeen, isUnprovenBoot, whyNotLeaveMaintenance } from '../../domain/safety/index.js';
import { Aborted, type Unit } from '../unit.js';
import type { createGuards } from './guards.js';

/** Looks without proof of the test host's boot until a person is asked: events may come minutes after a boot. */
const LOOKS_WITHOUT_PROOF = 20;

/**
 * Waits until an upgraded trusted host may leave maintenance mode. When nothing proves how the test host booted, a
 * person confirms the full boot at a gate; that is the evidence then.
 *
 * @returns the host's ledger row, with what was confirmed
 * @rule DG-6, DG-9
 */
export async function untilItMayLeave(
  unit: Unit,
  step: HostStep,
  guards: ReturnType<typeof createGuards>,
  row: LedgerRow,
): Promise<LedgerRow> {
  const { host, target } = step;
  let looks = 0;
  let isAsked = false;
  await unit.untilClear(async () => {
    const why = whyNotLeaveMaintenance(step, await guards.look());
    looks = isUnprovenBoot(why) ? looks + 1 : 0;
    isAsked = looks > LOOKS_WITHOUT_PROOF && patched('confirm-full-boot');
    return isAsked ? null : why;
  }, 'inHand');
  if (!isAsked) return row;
  const confirmed = await unit.gate(gateIds.confirmBoot(host), [
    `${host.name} runs ${target} and is attested`,
    ...(step.executor === 'reboot'
      ? unproven(bootSeen(guards.last().host, row))
      : [
          'vCenter has no event that tells how it booted, and the Trust Authority no time of attestation with the new image',
        ]),
    'look at the console or at vmksummary.log of the host: a full boot goes through the firmware',
    `approve = it booted fully on ${target}; reject = the run ends and the host stays in maintenance mode`,
  ]);
  if (!confirmed) throw new Aborted();
  const { bootTime } = row.boot;
  const proven = ledgerAfterBoot(row, {
    installed: target,
    boot: { type: 'full', source: 'operator', ...(bootTime === undefined ? {} : { bootTime }) },
    at: new Date().toISOString(),
  });
  guards.ledger(proven);
  return untilItMayLeave(unit, step, guards, proven);
}

/** What is known of a boot that was ordered for its own sake. @rule QB-5, DG-14 */
function unproven(boot: BootEvidence): string[] {
  const said = contradictions(boot);
  if (said.length > 0)
    return ['the sources contradict each other, so that its boot counts as Quick Boot', ...said];
  return ['neither events of vCenter nor its TPM tell how it booted'];
}
