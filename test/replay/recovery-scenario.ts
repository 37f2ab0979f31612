import { OLD } from '../support/builders.js';
import { createStubRecovery, FAILED } from '../support/stub-recovery.js';
import { SMALL, type Scenario } from './scenario.js';
import type { Driver } from '../support/run-harness.js';

const { stub, world, asked } = createStubRecovery();

/** A Trust Authority host is removed, restored by people, added again, and known anew on the trusted side. */
export const RECOVERED: Scenario = {
  saves: ['runOperation', 'recoverTrustAuthorityHost'],
  shape: SMALL,
  stub: () => stub,
  operation: asked,
  drive: async (run) => {
    await run.untilParked(FAILED);
    world.version = OLD;
    await run.approveAll();
  },
};

const left = createStubRecovery();
const addedAgain = {
  member: 'new',
  isServing: true,
  isEqual: true,
  inMaintenance: false,
  isRegistered: true,
} as const;

/** Gone on with after an end between registration and remediation. */
export const RECOVERY_LEFT: Scenario = {
  saves: ['recoverTrustAuthorityHost'],
  shape: SMALL,
  stub: () => {
    Object.assign(left.world, addedAgain);
    return left.stub;
  },
  operation: left.asked,
  drive: (run) => run.approveAll(),
};

const within = createStubRecovery(() => undefined, {
  remediationFails: (name) => (name === FAILED && isBroken ? 'no space left' : undefined),
});
let isBroken = true;

/** The same within an upgrade run that has parked the host; afterwards it is upgraded again. */
export const RECOVERED_WITHIN: Scenario = {
  saves: ['upgradeEstate', 'rollTrustAuthorityHosts', 'upgradeHost', 'recoverWithinRun'],
  host: FAILED,
  shape: SMALL,
  stub: () => within.stub,
  drive: async (run) => {
    await run.untilParked(FAILED);
    await run.settle(FAILED, 'recover');
    await untilParkedAt(run, 'restoration');
    within.world.version = OLD;
    await untilParkedAt(run, 'recovery');
    isBroken = false;
    await run.settle(FAILED, 'retry');
    await run.approveAll();
  },
};

/** Approves gate after gate until the host is parked at this step. */
async function untilParkedAt(run: Pick<Driver, 'untilParked' | 'status'>, step: string): Promise<void> {
  for (;;) {
    const { parkings = [] } = await run.untilParked(FAILED);
    if (parkings.some((one) => one.subject === FAILED && one.step === step)) return;
  }
}
