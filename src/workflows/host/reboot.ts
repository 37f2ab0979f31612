import type { VCenterRef } from '../../domain/model/estate.js';
import type { EsxHost, HostRef } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import { onEither } from '../activity-proxies.js';
import type { Again } from '../attempt.js';
import type { UnitContext } from '../context.js';
import type { Unit } from '../unit.js';
import type { Journey } from './journey.js';
import { steps } from './steps.js';

interface Rebooting {
  readonly context: UnitContext;
  readonly step: HostStep;
  readonly unit: Unit;
  readonly journey: Journey;
  readonly on: { readonly vcenter: VCenterRef; readonly host: HostRef };
  /** The guards, before the order and again before one that a person wants repeated. */
  readonly untilItMayBoot: () => Promise<void>;
  readonly announce: () => void;
}

/**
 * A full boot without another image: Quick Boot is off for the cluster by now. The boot before is read first, for the
 * boot time alone tells that the host has booted, however often this is asked. A second reboot is a person's decision;
 * one that has proven to be full meanwhile is not repeated then either.
 *
 * @returns the host as it came back, with all that tells how it booted
 * @rule QB-5, DG-14
 */
export async function rebootFully({
  context,
  step,
  unit,
  journey,
  on,
  untilItMayBoot,
  announce,
}: Rebooting): Promise<EsxHost> {
  const { does, awaits } = onEither(context.queue, context.timeScale);
  const { measured } = step.expects;
  let obeyed: Again | undefined;
  await untilItMayBoot();
  return unit.work(
    steps.reboot(step.host.name),
    {
      what: 'reboot',
      rule: 'QB-5',
      call: async (repeated) => {
        const decided = repeated ?? journey.again;
        const isLook = journey.isGivenBack;
        journey.isGivenBack = false;
        journey.from ??= await does.readBoot(on);
        if (isLook) return {};
        if (decided !== undefined && decided !== obeyed) {
          if (repeated !== undefined) await untilItMayBoot();
          const now = await does.readBoot(on);
          const isOver = now.bootTime !== journey.from.bootTime && now.boot.type === 'full';
          if (!isOver) journey.from = now;
          obeyed = decided;
        }
        return does.startReboot({ ...on, from: journey.from });
      },
    },
    (started, patience) =>
      awaits.awaitReboot({
        ...on,
        ...started,
        from: known(journey.from),
        ...(measured === undefined ? {} : { measured }),
        patience,
      }),
    announce,
  );
}

function known<T>(from: T | undefined): T {
  if (from === undefined) throw new Error('a reboot is awaited before the boot was read');
  return from;
}
