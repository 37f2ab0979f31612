import { OLD } from '../support/builders.js';
import { createStubRecovery, FAILED } from '../support/stub-recovery.js';
import { SMALL, type Scenario } from './scenario.js';

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
