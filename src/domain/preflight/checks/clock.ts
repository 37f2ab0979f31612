import type { ClockReading } from '../../model/readiness.js';
import { checkNamed, vcenterRule, type PreflightSide } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'clock-skew',
  rule: 'ORD-2',
  looksAt: 'The clocks of the vCenters agree with each other, and with that of the worker.',
  severities: ['blocker', 'warning'],
  remedy: 'Set the time source of the vCenter right, and wait until its clock agrees.',
  waivable: true,
});

/** Seconds by which clocks may differ; tokens and reports are refused from about five minutes on. */
const WARN_SECONDS = 60;
const BLOCK_SECONDS = 300;

/** Reports and tokens are judged by clocks: skew makes a good host fail to attest (2.14, 2.16). @rule ORD-2, ORD-4 */
export const clock = check(({ sides }) =>
  sides.flatMap((side) => {
    const { vcenter, readiness } = side;
    const skew = readiness.clock && skewOf(readiness.clock, side, sides);
    if (skew === undefined || Math.abs(skew.seconds) <= WARN_SECONDS) return [];
    const weigh = Math.abs(skew.seconds) > BLOCK_SECONDS ? blocker : warning;
    const direction = skew.seconds > 0 ? 'ahead of' : 'behind';
    return weigh(
      vcenter.name,
      `The clock of ${vcenter.name} is ${Math.round(Math.abs(skew.seconds))} s ${direction} that of ${skew.than}.`,
      'Set its time source right (NTP on all vCenters and hosts), then read the inventory again.',
      vcenterRule(vcenter.zone),
    );
  }),
);

/** By how much a clock is wrong for certain: against the worker, or, in a lab in a hurry, against the authority. */
function skewOf(
  reading: ClockReading,
  side: PreflightSide,
  sides: readonly PreflightSide[],
): { readonly seconds: number; readonly than: string } | undefined {
  const own = Date.parse(reading.at) / 1000;
  if (reading.timeScale === 1) {
    return { seconds: beyond(own - reading.readAtMs / 1000, reading.toleranceSeconds), than: 'the worker' };
  }
  const [first] = sides;
  const other = first?.readiness.clock;
  if (first === undefined || first === side || other === undefined) return undefined;
  const passed = ((reading.readAtMs - other.readAtMs) / 1000) * reading.timeScale;
  const seconds = own - Date.parse(other.at) / 1000 - passed;
  return {
    seconds: beyond(seconds, reading.toleranceSeconds + other.toleranceSeconds),
    than: first.vcenter.name,
  };
}

/** What is left of a difference when it may be wrong by so much. */
const beyond = (seconds: number, tolerance: number): number =>
  Math.sign(seconds) * Math.max(0, Math.abs(seconds) - tolerance);
