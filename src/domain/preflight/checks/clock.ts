import type { ClockReading } from '../../model/readiness.js';
import { checkNamed, count, nameSome, vcenterRule, type PreflightSide } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'clock-skew',
  rule: 'ORD-2',
  looksAt: 'The clocks of vCenters, hosts and workers agree with each other.',
  severities: ['blocker', 'warning'],
  remedy: 'Set the time source of what is named right, and wait until its clock agrees.',
  waivable: true,
});

/** Seconds by which clocks may differ; tokens and reports are refused from about five minutes on. */
const WARN_SECONDS = 60;
const BLOCK_SECONDS = 300;

interface Skew {
  /** Positive = ahead. */
  readonly seconds: number;
  readonly than: string;
}

/** Reports and tokens are judged by clocks: skew makes a good host fail to attest (2.14, 2.16). @rule ORD-2, ORD-4 */
export const clock = check(({ sides, inventory }) =>
  sides.flatMap((side) => [
    ...ofVCenter(side, sides),
    ...ofHosts(side),
    ...ofWorker(side, Date.parse(inventory.readAt)),
  ]),
);

const weigh = (seconds: number) => (Math.abs(seconds) > BLOCK_SECONDS ? blocker : warning);
const isOff = (skew: Skew | undefined): skew is Skew =>
  skew !== undefined && Math.abs(skew.seconds) > WARN_SECONDS;
const words = ({ seconds, than }: Skew): string =>
  `${Math.round(Math.abs(seconds))} s ${seconds > 0 ? 'ahead of' : 'behind'} that of ${than}`;

function ofVCenter(side: PreflightSide, sides: readonly PreflightSide[]) {
  const { vcenter, readiness } = side;
  const [first] = sides;
  const skew = readiness.clock && skewOf(readiness.clock, first === side ? undefined : first);
  if (!isOff(skew)) return [];
  return [
    weigh(skew.seconds)(
      vcenter.name,
      `The clock of ${vcenter.name} is ${words(skew)}.`,
      'Set its time source right (NTP on all vCenters and hosts), then read the inventory again.',
      vcenterRule(vcenter.zone),
    ),
  ];
}

/** Hosts attest each other's reports: the clock of a host counts as much as that of its vCenter. */
function ofHosts(side: PreflightSide) {
  const clocks = new Map((side.readiness.hosts ?? []).map((host) => [host.moid, host.clock]));
  return side.clusters.flatMap((cluster) => {
    const off = cluster.hosts.flatMap(({ ref }) => {
      const reading = clocks.get(ref.moid);
      const skew = reading && skewOf(reading, side);
      return isOff(skew) ? [{ name: ref.name, skew }] : [];
    });
    const [worst] = off.toSorted((a, b) => Math.abs(b.skew.seconds) - Math.abs(a.skew.seconds));
    if (worst === undefined) return [];
    return [
      weigh(worst.skew.seconds)(
        cluster.ref.name,
        `${off.length === 1 ? 'The clock' : 'The clocks'} of ${count(off.length, 'host')} of ${cluster.ref.name} ${off.length === 1 ? 'is' : 'are'} wrong: ${nameSome(off.map(({ name }) => name))}. That of ${worst.name} is ${words(worst.skew)}.`,
        'Set the time servers of these hosts right, then read the inventory again.',
        vcenterRule(side.vcenter.zone),
      ),
    ];
  });
}

/** A reading is older than the inventory that it is part of: one from later was timed by a clock that is ahead. */
function ofWorker({ vcenter, readiness }: PreflightSide, readAtMs: number) {
  const seconds = readiness.clock === undefined ? 0 : (readiness.clock.readAtMs - readAtMs) / 1000;
  if (seconds <= WARN_SECONDS) return [];
  return [
    weigh(seconds)(
      vcenter.name,
      `The worker that reads ${vcenter.name} has a clock that is at least ${Math.round(seconds)} s ahead of that of the worker of the zone orchestration.`,
      'Set the clocks of the machines of the workers right.',
      vcenterRule(vcenter.zone),
    ),
  ];
}

/** By how much a clock is wrong for certain: against the worker, or, in a lab in a hurry, against a vCenter. */
function skewOf(reading: ClockReading, other: PreflightSide | undefined): Skew | undefined {
  const own = Date.parse(reading.at) / 1000;
  if (reading.timeScale === 1) {
    return { seconds: beyond(own - reading.readAtMs / 1000, reading.toleranceSeconds), than: 'the worker' };
  }
  const than = other?.readiness.clock;
  if (other === undefined || than === undefined) return undefined;
  const passed = ((reading.readAtMs - than.readAtMs) / 1000) * reading.timeScale;
  const seconds = own - Date.parse(than.at) / 1000 - passed;
  return {
    seconds: beyond(seconds, reading.toleranceSeconds + than.toleranceSeconds),
    than: other.vcenter.name,
  };
}

/** What is left of a difference when it may be wrong by so much. */
const beyond = (seconds: number, tolerance: number): number =>
  Math.sign(seconds) * Math.max(0, Math.abs(seconds) - tolerance);
