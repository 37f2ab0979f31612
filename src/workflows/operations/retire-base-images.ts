import type { Started } from '../../activities/hosts.js';
import type { JudgedVersion } from '../../activities/retiring-evidence.js';
import type { HostRef } from '../../domain/model/inventory.js';
import type { EsxVersion } from '../../domain/model/version.js';
import {
  retireGate,
  retireSteps,
  type OperationEnd,
  type RetireBaseImages,
} from '../../domain/operations/index.js';
import { onAuthority, records } from '../activity-proxies.js';
import { keep } from '../archive.js';
import { Aborted } from '../unit.js';
import { attestedAfter } from './attested-after.js';
import type { OperationInput } from './input.js';
import { operate, OperationEnds, type Operation } from './operate.js';
import { removing, stillNeeded } from './retire-steps.js';
import { readEvidence } from './retiring-evidence.js';
import { importAgain } from './way-back.js';

/**
 * Removes base images that no host needs any more: one by one, each after an approval with the evidence in front of the
 * approver. The evidence is read again right before the removal; when it does not hold any more, it is asked for again.
 * After each removal every trusted host has to be attested anew; the way back is the file in the archive.
 *
 * @rule QB-4, QB-6, FIX-3, FIX-4, DG-2, DG-5, DG-10, DG-11, INV-1, INV-3
 */
export async function retireBaseImages(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'retire-base-images', async (operation, { details }) => {
    const removed: EsxVersion[] = [];
    for (const version of details.versions) {
      const evidence = await operation.step(retireSteps.remove(version), () =>
        removeApproved(operation, details, version),
      );
      if (evidence === undefined) continue;
      removed.push(version);
      await operation.step(retireSteps.attested(version), () =>
        seeAttested(operation, details, version, evidence),
      );
    }
    if (removed.length === 0) return 'no base image was left to remove';
    await operation.step(retireSteps.archive, () => keep(operation.unit, operation.context, details.cluster));
    return `removed ${removed.join(', ')}; every trusted host has been attested since`;
  });
}

/** @returns the evidence on which it was removed; nothing when it was not listed any more */
async function removeApproved(
  operation: Operation,
  details: RetireBaseImages['details'],
  version: EsxVersion,
): Promise<JudgedVersion | undefined> {
  const { context, unit, estate } = operation;
  const { cluster } = details;
  const ta = onAuthority(context.authority.queue, context.timeScale);
  const on = { vcenter: context.authority.vcenter, cluster, version };
  const look = (): Promise<JudgedVersion> => readEvidence(estate, aboutOf(details, version));
  let changes: readonly string[] = [];

  for (let round = 1; ; round++) {
    const shown = await untilFree();
    if (!shown.isListed) {
      await unit.skipGate(retireGate(version), `base image ${version} is not listed any more`);
      return undefined;
    }
    await operation.gate(round === 1 ? retireGate(version) : `${retireGate(version)}/${round}`, [
      ...changes.map((change) => `changed since it was asked last: ${change}`),
      ...shown.lines,
    ]);
    const beganMs = Date.now();
    const end = await unit.work<Started | Changed, { removed: EsxVersion } | Changed>(
      removing(version),
      {
        what: `removal of base image ${version}`,
        rule: 'FIX-3',
        call: async (again) => {
          const now = await look();
          if (!now.isListed) return {};
          const found = await records.compareRetiring({
            version,
            approved: shown.evidenceHash,
            now: now.evidenceHash,
          });
          if (found.changes.length > 0 || now.blockers.length > 0) return found;
          return ta.does.startRemoval({ ...on, sinceMs: again?.afterMs ?? beganMs });
        },
      },
      async (started, patience) => {
        if (!('changes' in started)) return ta.awaits.awaitRemoval({ ...on, ...started, patience });
        const at = Date.now();
        return { state: 'done', value: started, startedAtMs: at, noticedAtMs: at };
      },
    );
    if ('removed' in end) {
      unit.story.tell('image.removed', version, `base image ${version} was removed from ${cluster.name}`, {
        data: { evidence: shown.evidenceHash },
      });
      return shown;
    }
    changes = end.changes;
    operation.tell(`the evidence about ${version} has changed since it was approved: ${changes.join('; ')}`);
  }

  /** A removal that something forbids now waits, for as long as it does. */
  async function untilFree(): Promise<JudgedVersion> {
    let shown: JudgedVersion | undefined;
    await unit.untilClear(async () => {
      shown = await look();
      return shown.isListed ? stillNeeded(version, shown.blockers) : null;
    });
    if (shown === undefined) throw new Error('cleared without a look');
    return shown;
  }
}

/** What was approved does not hold any more. */
interface Changed {
  readonly changes: readonly string[];
}

async function seeAttested(
  operation: Operation,
  details: RetireBaseImages['details'],
  version: EsxVersion,
  evidence: JudgedVersion,
): Promise<void> {
  const removedAtMs = Date.now();
  let lost: readonly HostRef[];
  try {
    lost = await attestedAfter(operation, version, { ...evidence, removedAtMs, until: 'renewed' });
  } catch (error) {
    if (error instanceof Aborted) operation.debt(unconfirmed(version));
    throw error;
  }
  if (lost.length === 0) return;
  const names = lost.map(({ name }) => name).join(', ');
  operation.tell(`after the removal of ${version} not attested any more: ${names}`);
  const text = await importAgain(operation, { details, version, evidence, names });
  await keep(operation.unit, operation.context, details.cluster);
  throw new OperationEnds('failed', text);
}

function aboutOf({ files, rollbackWindowHours }: RetireBaseImages['details'], version: EsxVersion) {
  const fileHash = files[version];
  // A plan without the file has a blocker, and was not started.
  if (fileHash === undefined) throw new Error(`the plan has no archived file of ${version}`);
  return { version, fileHash, rollbackWindowHours };
}

const unconfirmed = (version: EsxVersion) =>
  ({
    kind: 'attestation-unconfirmed',
    subject: version,
    rule: 'INV-1',
    text: `Base image ${version} was removed; not every trusted host has been attested since. Watch them until their reports are renewed.`,
  }) as const;
